package io.hotupgrade.loadmeter;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class TlsTests {

	private static final char[] PASSWORD = "changeit".toCharArray();

	private static final Duration LIMIT = Duration.ofSeconds(30);

	private static final String GOOD = MisbehavingServer.response("200 OK", "pid=77 generation=0 version=v1");

	@TempDir
	private static Path directory;

	private static SSLContext context;

	@BeforeAll
	static void createCertificate() throws IOException, InterruptedException, GeneralSecurityException {
		Path store = directory.resolve("store.p12");
		Process keytool = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
				"-genkeypair", "-alias", "test", "-keyalg", "EC", "-dname", "CN=test", "-storetype", "PKCS12",
				"-keystore", store.toString(), "-storepass", new String(PASSWORD))
			.redirectOutput(ProcessBuilder.Redirect.DISCARD)
			.redirectError(ProcessBuilder.Redirect.DISCARD)
			.start();
		assertThat(keytool.waitFor(30, TimeUnit.SECONDS)).isTrue();
		KeyStore keys = KeyStore.getInstance("PKCS12");
		try (InputStream input = Files.newInputStream(store)) {
			keys.load(input, PASSWORD);
		}
		KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
		managers.init(keys, PASSWORD);
		context = SSLContext.getInstance("TLS");
		context.init(managers.getKeyManagers(), null, null);
	}

	@Test
	void keptAliveClientsSpeakTls() throws IOException {
		MeterReport report = measure(new KeptAliveClients(2, Duration.ofMillis(5)),
				(socket, input) -> MisbehavingServer.send(socket, GOOD));
		assertThat(report.lost()).as(report::table).isZero();
		assertThat(report.closedIdle()).isZero();
	}

	@Test
	void connectionClosedBetweenRequestsIsNoLoss() throws IOException {
		MeterReport report = measure(new KeptAliveClients(1, Duration.ofMillis(200)), (socket, input) -> {
			MisbehavingServer.send(socket, GOOD);
			socket.close();
		});
		assertThat(report.lost()).as(report::table).isZero();
		assertThat(report.closedIdle()).isGreaterThanOrEqualTo(report.requests() - 1);
	}

	@Test
	void closeWithoutAnswerIsClosedBeforeResponse() throws IOException {
		MeterReport report = measure(new NewConnections(100), (socket, input) -> socket.close());
		assertThat(report.count(Outcome.CLOSED_BEFORE_RESPONSE)).as(report::table).isEqualTo(report.requests());
	}

	private static MeterReport measure(Load load, MisbehavingServer.Behaviour behaviour) throws IOException {
		ServerSocket listener = context.getServerSocketFactory()
			.createServerSocket(0, 200, InetAddress.getLoopbackAddress());
		try (MisbehavingServer server = MisbehavingServer.start(listener, behaviour);
				LoadMeter meter = LoadMeter.start(Target.local(server.port()).withTls(), LIMIT, load)) {
			meter.awaitRequests(6, LIMIT);
			return meter.stop();
		}
	}

}
