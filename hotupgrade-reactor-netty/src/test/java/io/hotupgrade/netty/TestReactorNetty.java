package io.hotupgrade.netty;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;

import io.hotupgrade.WarmUp;
import io.hotupgrade.server.ServerRegistry;
import io.hotupgrade.server.support.DrainHooks;
import io.hotupgrade.server.tests.AbstractUpgradableServerTests.Setup;
import io.hotupgrade.server.tests.TestHandler;
import io.hotupgrade.server.tests.TestKeyStore;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpHeaderNames;
import javax.net.ssl.KeyManagerFactory;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.netty.DisposableServer;
import reactor.netty.http.Http11SslContextSpec;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;
import reactor.netty.resources.LoopResources;
import reactor.netty.tcp.SslProvider;

/**
 * A server of Reactor Netty that answers as a {@link TestHandler} does, and other
 * requests as it is told.
 */
final class TestReactorNetty implements AutoCloseable {

	private final LoopResources loops = LoopResources.create("test", 1, 2, true, false);

	private final ReactorNettyAdapter adapter;

	private final TestHandler handler;

	private final Map<String, BiFunction<HttpServerRequest, HttpServerResponse, Publisher<Void>>> others = new ConcurrentHashMap<>();

	private HttpServer server;

	private DisposableServer bound;

	TestReactorNetty(ServerRegistry registry, Setup setup, DrainHooks hooks, boolean epoll,
			UnaryOperator<HttpServer> settings) {
		this.adapter = new ReactorNettyAdapter("server", registry, hooks);
		this.handler = setup.handler();
		HttpServer configured = HttpServer.create().host("127.0.0.1").port(setup.port()).runOn(this.loops, epoll);
		if (setup.keyStore() != null) {
			configured = secure(configured, setup);
		}
		this.server = this.adapter.attach(settings.apply(configured));
	}

	private static HttpServer secure(HttpServer server, Setup setup) {
		return secure(server, Http11SslContextSpec.forServer(keys(setup.keyStore())));
	}

	/** As Spring Boot does: the certificate may depend on the name that is asked for. */
	static HttpServer secure(HttpServer server, SslProvider.GenericSslContextSpec<?> tls) {
		SslProvider any = SslProvider.builder().sslContext(tls).build();
		return server.secure((spec) -> spec.sslContext(any.getSslContext())
			.setSniAsyncMappings((name, promise) -> promise.setSuccess(any)));
	}

	static KeyManagerFactory keys(Path file) {
		try (InputStream in = Files.newInputStream(file)) {
			KeyStore store = KeyStore.getInstance("PKCS12");
			store.load(in, TestKeyStore.PASSWORD.toCharArray());
			KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
			keys.init(store, TestKeyStore.PASSWORD.toCharArray());
			return keys;
		}
		catch (IOException | GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	void add(String path, BiFunction<HttpServerRequest, HttpServerResponse, Publisher<Void>> answer) {
		this.others.put(path, answer);
	}

	TestReactorNetty start() {
		this.bound = this.server.handle(this::handle).bindNow();
		return this;
	}

	private Publisher<Void> handle(HttpServerRequest request, HttpServerResponse response) {
		String path = "/" + request.path();
		BiFunction<HttpServerRequest, HttpServerResponse, Publisher<Void>> other = this.others.get(path);
		if (other != null) {
			return other.apply(request, response);
		}
		return request.receive()
			.aggregate()
			.asByteArray()
			.defaultIfEmpty(new byte[0])
			.publishOn(Schedulers.boundedElastic())
			.flatMap((body) -> Mono.fromCallable(() -> answer(request, path, body)))
			.flatMap((answer) -> Mono.from(answer.sendBy(response)));
	}

	private CollectedAnswer answer(HttpServerRequest request, String path, byte[] body) throws IOException {
		CollectedAnswer answer = new CollectedAnswer(request);
		this.handler.handle(path, new ByteArrayInputStream(body), answer);
		return answer;
	}

	/** As Spring Boot does: it stops the server, and then its threads. */
	@Override
	public void close() {
		this.bound.disposeNow();
		this.adapter.close();
		this.loops.disposeLater(Duration.ZERO, Duration.ofSeconds(5)).block();
	}

	/**
	 * What is answered when the handler has returned.
	 */
	private static final class CollectedAnswer implements TestHandler.Answer {

		private final HttpServerRequest request;

		private final Map<String, List<String>> headers = new ConcurrentHashMap<>();

		private final List<byte[]> parts = new ArrayList<>();

		private int status = 200;

		private int length = -1;

		CollectedAnswer(HttpServerRequest request) {
			this.request = request;
		}

		@Override
		public OutputStream start(int started) {
			this.status = started;
			return new ByteArrayOutputStream() {

				@Override
				public void flush() {
					CollectedAnswer.this.parts.add(toByteArray());
					reset();
				}

			};
		}

		@Override
		public void text(String text) {
			promise(text.length(), text);
		}

		@Override
		public void promise(int promised, String text) {
			this.length = promised;
			this.parts.add(text.getBytes(StandardCharsets.ISO_8859_1));
		}

		@Override
		public void header(String name, String value) {
			this.headers.computeIfAbsent(name, (key) -> new ArrayList<>()).add(value);
		}

		@Override
		public void cookie(String name, String value) {
			header("Set-Cookie", name + "=" + value);
		}

		@Override
		public String marks() {
			return (ReactorNettyAdapter.isWarmUp(this.request) ? true : null) + " "
					+ this.request.requestHeaders().get(WarmUp.HEADER) + " " + this.request.scheme().equals("https");
		}

		Publisher<Void> sendBy(HttpServerResponse response) {
			response.status(this.status);
			this.headers.forEach((name, values) -> values.forEach((value) -> response.addHeader(name, value)));
			if (this.length >= 0) {
				response.header(HttpHeaderNames.CONTENT_LENGTH, Integer.toString(this.length));
			}
			if (this.parts.isEmpty()) {
				return response.send();
			}
			Flux<ByteBuf> body = Flux.fromIterable(this.parts).map(Unpooled::wrappedBuffer);
			return response.send(body, (part) -> true);
		}

	}

}
