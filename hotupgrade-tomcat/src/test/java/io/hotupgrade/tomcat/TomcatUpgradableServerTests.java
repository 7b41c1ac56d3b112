package io.hotupgrade.tomcat;

import io.hotupgrade.server.tests.AbstractUpgradableServerTests;
import io.hotupgrade.server.tests.RawConnection;
import io.hotupgrade.server.ServerRegistry;
import io.hotupgrade.server.UpgradableServer;
import io.hotupgrade.server.support.DrainHooks;
import org.apache.coyote.AbstractProtocol;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Runs the contract of {@link UpgradableServer} for Tomcat, and what is special there.
 */
class TomcatUpgradableServerTests extends AbstractUpgradableServerTests {

	private boolean limited;

	@Override
	protected AutoCloseable start(ServerRegistry registry, Setup setup) throws Exception {
		return new TestTomcat(registry, setup, DrainHooks.NONE, (connector) -> {
			if (this.limited) {
				((AbstractProtocol<?>) connector.getProtocolHandler()).setMaxConnections(2);
			}
		}).start();
	}

	@Test
	void connectionsThatWaitBeyondTheLimitOfOpenOnesAreServedWhileDraining() throws Exception {
		this.limited = true;
		UpgradableServer server = startServer();
		RawConnection first = connect();
		first.send(RawConnection.get("/wait"));
		RawConnection second = connect();
		second.send(RawConnection.get("/wait"));
		handler().awaitWaiting(2);
		RawConnection waiting = connect();
		waiting.send(RawConnection.get("/hello"));
		assertThat(waiting.isSilent()).isTrue();
		server.startDraining();
		assertThat(waiting.receive().body()).isEqualTo("hello");
		assertThat(waiting.ended()).isTrue();
		waiting.close();
		awaitLoad(server, 2, 2);
		handler().release();
		assertThat(first.receive().body()).isEqualTo("hello");
		assertThat(second.receive().body()).isEqualTo("hello");
	}

}
