package io.hotupgrade.tomcat;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import io.hotupgrade.server.CutTraffic;
import io.hotupgrade.server.ServerRegistry;
import io.hotupgrade.server.support.DrainHooks;
import io.hotupgrade.server.tests.AbstractHttp2ServerTests;
import io.hotupgrade.server.tests.AbstractUpgradableServerTests.Setup;
import io.hotupgrade.server.tests.RawHttp2Connection;
import org.apache.coyote.http2.Http2Protocol;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Runs the contract of HTTP/2 for Tomcat.
 */
class TomcatHttp2Tests extends AbstractHttp2ServerTests {

	private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(8);

	/** How long all threads are busy when a stream needs one. */
	private volatile Duration delayOfStreams = Duration.ZERO;

	@Override
	protected AutoCloseable start(ServerRegistry registry, Setup setup) throws Exception {
		return new TestTomcat(registry, setup, DrainHooks.NONE, (connector) -> {
			connector.addUpgradeProtocol(new Http2Protocol());
			connector.getProtocolHandler().setExecutor(this::execute);
		}).start();
	}

	private void execute(Runnable task) {
		boolean stream = task.getClass().getSimpleName().equals("StreamRunnable");
		this.threads.schedule(task, stream ? this.delayOfStreams.toNanos() : 0, TimeUnit.NANOSECONDS);
	}

	@AfterEach
	void stopThreads() {
		this.threads.shutdownNow();
	}

	/**
	 * A request is counted in by the thread that takes it up, and all may be busy.
	 */
	@Test
	void clientThatLeavesBeforeItsRequestIsTakenUpGetsTheAnswer() throws Exception {
		this.delayOfStreams = Duration.ofMillis(300);
		try (RawHttp2Connection connection = connect()) {
			connection.get(1, "/hello");
			connection.sendGoAway();
			assertThat(connection.body(1)).isEqualTo("hello");
			assertThat(connection.goAway()).isEqualTo(1);
			assertThat(connection.ended()).isTrue();
		}
	}

	@Test
	void connectionThatIsMadeWhileDrainingIsToldBehindTheSettings() throws Exception {
		this.server.startDraining();
		for (int i = 0; i < 20; i++) {
			try (RawHttp2Connection connection = connect()) {
				connection.settings();
				assertThat(connection.goAway()).isEqualTo(Integer.MAX_VALUE);
				connection.get(1, "/hello");
				assertThat(connection.body(1)).isEqualTo("hello");
			}
		}
	}

	/**
	 * The streams learn of the client's end before the connection does.
	 */
	@Test
	void clientThatIsLostIsNotCountedAsBrokenOff() throws Exception {
		for (int i = 0; i < 20; i++) {
			try (RawHttp2Connection connection = connect()) {
				for (int stream = 1; stream < 12; stream += 2) {
					connection.get(stream, "/large");
				}
				awaitLoad(1, 6);
				this.server.startDraining();
				connection.settings();
			}
			awaitLoad(0, 0);
			assertThat(this.server.brokenOff()).isEqualTo(CutTraffic.NONE);
			this.server.stopDraining();
		}
	}

}
