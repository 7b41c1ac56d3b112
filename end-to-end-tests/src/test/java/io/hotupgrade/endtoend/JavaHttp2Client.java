package io.hotupgrade.endtoend;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * The JDK's HTTP/2 client over TLS. It sends POST requests, which it does not repeat by
 * itself as it does with GET: a failure cannot hide.
 */
final class JavaHttp2Client implements AutoCloseable {

	/** From this release on the client lets its streams finish after a GOAWAY frame. */
	private static final int FINISHES_STREAMS = 24;

	private static final int PAUSE_MILLIS = 50;

	private final HttpClient http;

	private final HttpRequest request;

	private final AtomicInteger answered = new AtomicInteger();

	private final Set<String> answeredBy = ConcurrentHashMap.newKeySet();

	private final List<String> failures = new CopyOnWriteArrayList<>();

	private final Repetition repetition;

	private JavaHttp2Client(SSLContext tls, int port) {
		this.http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).sslContext(tls).build();
		this.request = HttpRequest.newBuilder(URI.create("https://localhost:" + port + "/upload"))
			.POST(HttpRequest.BodyPublishers.ofByteArray(new byte[2_000]))
			.build();
		this.repetition = Repetition.start("java-http2", this::sendAndPause);
	}

	static JavaHttp2Client start(Path keyStore, String password, int port) throws Exception {
		return new JavaHttp2Client(trusting(keyStore, password), port);
	}

	private static SSLContext trusting(Path keyStore, String password) throws Exception {
		KeyStore keys = KeyStore.getInstance(keyStore.toFile(), password.toCharArray());
		KeyStore trusted = KeyStore.getInstance("PKCS12");
		trusted.load(null, null);
		trusted.setCertificateEntry("sample", keys.getCertificate(keys.aliases().nextElement()));
		TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
		managers.init(trusted);
		SSLContext tls = SSLContext.getInstance("TLS");
		tls.init(null, managers.getTrustManagers(), null);
		return tls;
	}

	private void sendAndPause() throws InterruptedException {
		send();
		TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
	}

	private void send() throws InterruptedException {
		try {
			HttpResponse<String> response = this.http.send(this.request, HttpResponse.BodyHandlers.ofString());
			boolean good = response.version() == HttpClient.Version.HTTP_2 && response.body().startsWith("len=2000 ");
			if (good) {
				this.answered.incrementAndGet();
				response.headers().firstValue("X-Instance").ifPresent(this.answeredBy::add);
			}
			else {
				this.failures.add(response + ": " + response.body());
			}
		}
		catch (IOException ex) {
			this.failures.add(ex.toString());
		}
	}

	int answered() {
		return this.answered.get();
	}

	/** The instances that have answered. */
	Set<String> answeredBy() {
		return this.answeredBy;
	}

	/**
	 * What failed, without what older releases of the client do to themselves: a request
	 * that they send at the moment in which GOAWAY arrives fails there.
	 */
	List<String> failures() {
		boolean finishes = Runtime.version().feature() >= FINISHES_STREAMS;
		return this.failures.stream().filter((failure) -> finishes || !failure.endsWith("GOAWAY received")).toList();
	}

	/** All that failed. */
	List<String> allFailures() {
		return List.copyOf(this.failures);
	}

	void stop() {
		this.repetition.stop();
	}

	@Override
	public void close() {
		stop();
	}

}
