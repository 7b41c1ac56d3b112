package io.hotupgrade.server.tests;

import java.nio.file.Path;
import java.util.Set;

import io.hotupgrade.server.ServerRegistry;
import io.hotupgrade.server.UpgradableServer;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The contract of {@link UpgradableServer} with every connection by TLS: what waits in
 * its buffers is not lost, and its end is said before the connection's.
 *
 * @since 0.1.0
 */
@ExtendWith(AbstractTlsServerTests.ByTls.class)
public abstract class AbstractTlsServerTests extends AbstractUpgradableServerTests {

	@TempDir
	private static Path directory;

	private SSLSocketFactory tls;

	/**
	 * Starts the server.
	 * @param registry where it gets its instructions
	 * @param setup what it serves, with a key store
	 * @return stops it
	 * @throws Exception if it does not start
	 */
	protected abstract AutoCloseable startByTls(ServerRegistry registry, Setup setup) throws Exception;

	@Override
	protected final AutoCloseable start(ServerRegistry registry, Setup setup) throws Exception {
		TestKeyStore keyStore = TestKeyStore.create(directory);
		this.tls = keyStore.clientContext().getSocketFactory();
		useSockets(this.tls);
		return startByTls(registry, new Setup(setup.port(), setup.handler(), keyStore.file()));
	}

	@Test
	void recordThatHasArrivedInPartKeepsItsConnection() throws Exception {
		UpgradableServer server = startServer();
		HoldingSockets sockets = new HoldingSockets(this.tls);
		useSockets(sockets);
		RawConnection connection = connect();
		assertThat(connection.exchange("/hello").body()).isEqualTo("hello");
		server.startDraining();
		sockets.holdAfter(7);
		connection.send(RawConnection.get("/hello"));
		server.closeIdleConnections();
		assertThat(connection.isSilent()).isTrue();
		server.closeIdleConnections();
		sockets.release();
		assertThat(connection.receive().body()).isEqualTo("hello");
		assertThat(connection.ended()).isTrue();
	}

	/**
	 * Leaves out what needs a plain connection. By TLS, Tomcat may lose a request right
	 * behind which its client says that it ends.
	 */
	static final class ByTls implements ExecutionCondition {

		private static final Set<String> PLAIN = Set.of("connectionThatHasSentNothingIsIdle",
				"clientThatHasClosedItsSideGetsItsResponseWhileDraining",
				"requestsOfThePrivateListenerAreMarkedAndOthersAreNot",
				"privateListenerRefusesWhoDoesNotKnowTheSecret");

		@Override
		public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
			return context.getTestMethod().filter((method) -> PLAIN.contains(method.getName())).isPresent()
					? ConditionEvaluationResult.disabled("It is about a plain connection")
					: ConditionEvaluationResult.enabled("It can be done by TLS");
		}

	}

}
