package io.hotupgrade.tomcat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.hotupgrade.server.CutTraffic;
import io.hotupgrade.server.UpgradableServer;
import io.hotupgrade.server.support.DrainHooks;
import io.hotupgrade.server.tests.AbstractUpgradableServerTests.Setup;
import io.hotupgrade.server.tests.FakeRegistry;
import io.hotupgrade.server.tests.RawConnection;
import io.hotupgrade.server.tests.RawConnection.Response;
import io.hotupgrade.server.tests.ServletMapping;
import io.hotupgrade.server.tests.TestHandler;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import javax.net.SocketFactory;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Responses that a thread of the application commits while Tomcat drains.
 */
class TomcatAsyncTests {

	private final FakeRegistry registry = new FakeRegistry();

	private TestTomcat tomcat;

	private UpgradableServer server;

	@BeforeEach
	void start() throws Exception {
		this.tomcat = new TestTomcat(this.registry, new Setup(0, new TestHandler(), null), DrainHooks.NONE,
				(connector) -> {
				});
		this.tomcat.add(new ServletMapping(new AsyncServlet(), List.of("/async/*")));
		this.tomcat.start();
		this.server = this.registry.servers().get(0);
		this.server.startDraining();
	}

	@AfterEach
	void stop() throws Exception {
		this.tomcat.close();
	}

	private RawConnection connect() throws IOException {
		return new RawConnection(SocketFactory.getDefault(), this.server.listeners().get(0).address().getPort());
	}

	@Test
	void bodyEndsTheConnection() throws Exception {
		try (RawConnection connection = connect()) {
			Response response = connection.exchange("/async/200");
			assertThat(response.body()).isEqualTo("hello");
			assertThat(response.endsConnection()).isTrue();
			assertThat(connection.ended()).isTrue();
		}
		assertThat(this.server.brokenOff()).isEqualTo(CutTraffic.NONE);
	}

	/** Tomcat asks nobody before it sends these headers. The connection is left later. */
	@ParameterizedTest
	@ValueSource(strings = { "/async/204", "/async/304" })
	void responseWithoutBodyCannotSayThatItIsTheLast(String path) throws Exception {
		try (RawConnection connection = connect()) {
			assertThat(connection.exchange(path).endsConnection()).isFalse();
			assertThat(connection.exchange(path).endsConnection()).isFalse();
			CompletableFuture<Void> empty = this.server.whenEmpty();
			Awaitility.await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> {
				this.server.closeIdleConnections();
				assertThat(empty).isDone();
			});
			assertThat(connection.ended()).isTrue();
		}
		assertThat(this.server.brokenOff()).isEqualTo(CutTraffic.NONE);
	}

	/**
	 * Commits each response on a thread of its own.
	 */
	private static final class AsyncServlet extends HttpServlet {

		private static final long serialVersionUID = 1L;

		@Override
		protected void doGet(HttpServletRequest request, HttpServletResponse response) {
			AsyncContext async = request.startAsync();
			int status = Integer.parseInt(request.getPathInfo().substring(1));
			new Thread(() -> answer(async, response, status)).start();
		}

		private static void answer(AsyncContext async, HttpServletResponse response, int status) {
			try {
				response.setStatus(status);
				if (status == HttpServletResponse.SC_OK) {
					response.getOutputStream().print("hello");
				}
				response.flushBuffer();
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
			async.complete();
		}

	}

}
