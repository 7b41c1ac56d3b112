package io.hotupgrade.tomcat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

import io.hotupgrade.server.UpgradableServer;
import io.hotupgrade.server.support.DrainHooks;
import io.hotupgrade.server.tests.AbstractUpgradableServerTests.Setup;
import io.hotupgrade.server.tests.FakeRegistry;
import io.hotupgrade.server.tests.RawConnection;
import io.hotupgrade.server.tests.TestHandler;
import javax.net.SocketFactory;
import org.apache.catalina.connector.Connector;
import org.apache.coyote.AbstractProtocol;
import org.apache.tomcat.util.net.NioEndpoint;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ReusePortEndpoint}: the limit of open connections, and Tomcat's count
 * of them.
 */
class ReusePortEndpointTests {

	private static final int LIMIT = 100;

	/** Kept: the logging of the JDK forgets those that nobody holds. */
	private final Logger logger = Logger.getLogger(NioEndpoint.class.getName());

	private final Warnings warnings = new Warnings();

	private final FakeRegistry registry = new FakeRegistry();

	private TestTomcat tomcat;

	private Connector connector;

	@BeforeEach
	void start() throws Exception {
		this.logger.addHandler(this.warnings);
		this.tomcat = new TestTomcat(this.registry, new Setup(0, new TestHandler(), null), DrainHooks.NONE,
				(made) -> this.connector = made);
		limited().setMaxConnections(LIMIT);
		this.tomcat.start();
	}

	@AfterEach
	void stop() throws Exception {
		this.tomcat.close();
		this.logger.removeHandler(this.warnings);
	}

	@Test
	void connectionThatIsOpenWhenADrainingTomcatStopsIsCountedOnce() throws Exception {
		try (RawConnection open = connect()) {
			open.exchange("/hello");
			server().startDraining();
			this.connector.pause();
			this.tomcat.close();
		}
		assertThat(this.warnings.messages).isEmpty();
	}

	@Test
	void connectionThatIsOpenWhenADrainBeginsInAPauseIsCountedOnce() throws Exception {
		try (RawConnection open = connect()) {
			open.exchange("/hello");
			this.connector.pause();
			server().startDraining();
			server().stopDraining();
			this.tomcat.close();
		}
		assertThat(this.warnings.messages).isEmpty();
	}

	@Test
	void limitIsLiftedWhileTheServerDrains() {
		server().startDraining();
		assertThat(limited().getMaxConnections()).isEqualTo(Integer.MAX_VALUE);
		server().stopDraining();
		assertThat(limited().getMaxConnections()).isEqualTo(LIMIT);
	}

	@Test
	void limitIsBackWhenADrainedTomcatStartsAgain() throws Exception {
		server().startDraining();
		this.connector.pause();
		this.connector.stop();
		this.connector.start();
		assertThat(limited().getMaxConnections()).isEqualTo(LIMIT);
		try (RawConnection open = connect()) {
			assertThat(open.exchange("/hello").status()).isEqualTo(200);
		}
	}

	private UpgradableServer server() {
		return this.registry.servers().get(0);
	}

	private AbstractProtocol<?> limited() {
		return (AbstractProtocol<?>) this.connector.getProtocolHandler();
	}

	private RawConnection connect() throws IOException {
		return new RawConnection(SocketFactory.getDefault(), server().listeners().get(0).address().getPort());
	}

	private static final class Warnings extends Handler {

		private final List<String> messages = Collections.synchronizedList(new ArrayList<>());

		@Override
		public void publish(LogRecord entry) {
			if (entry.getLevel().intValue() >= Level.WARNING.intValue()) {
				this.messages.add(entry.getMessage());
			}
		}

		@Override
		public void flush() {
		}

		@Override
		public void close() {
		}

	}

}
