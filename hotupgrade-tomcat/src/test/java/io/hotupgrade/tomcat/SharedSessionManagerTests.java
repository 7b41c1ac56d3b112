package io.hotupgrade.tomcat;

import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

import io.hotupgrade.server.tests.AbstractSharedSessionTests;
import io.hotupgrade.sessions.AttributeCodec;
import io.hotupgrade.sessions.ObjectInput;
import io.hotupgrade.sessions.SessionContent;
import io.hotupgrade.sessions.SessionExchange;
import io.hotupgrade.sessions.SharingSettings;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpSessionListener;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.session.StandardManager;
import org.apache.catalina.startup.Tomcat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Runs the contract of shared sessions for Tomcat, and what is special there.
 */
class SharedSessionManagerTests extends AbstractSharedSessionTests {

	@Override
	protected Server start(SessionExchange exchange, SharingSettings settings, HttpServlet application,
			HttpSessionListener listener) throws Exception {
		TomcatServer server = new TomcatServer(application, listener);
		assertThat(TomcatSessionSharing.install(server.context, exchange, settings)).isTrue();
		server.tomcat.start();
		return server;
	}

	@Test
	void whatIsReadIsOnlyWhatTomcatMayReadAndIsWrittenUntouched(@TempDir Path directory) throws Exception {
		TomcatServer server = new TomcatServer(new HttpServlet() {
		}, new HttpSessionListener() {
		});
		try {
			TomcatSessionSharing.install(server.context, new SessionExchange(() -> directory),
					new SharingSettings(1000, Duration.ofSeconds(1)));
			SharedSessionManager manager = (SharedSessionManager) server.context.getManager();
			manager.setSessionAttributeValueClassNameFilter("java\\.lang\\..*");
			server.tomcat.start();
			AttributeCodec codec = new AttributeCodec(ObjectInput.of(getClass().getClassLoader()), () -> {
			});
			byte[] allowed = codec.write("allowed", 17).orElseThrow();
			byte[] refused = codec.write("refused", new File("file")).orElseThrow();
			SharedSession session = (SharedSession) manager.install("id",
					new SessionContent(1, 1, 0, false, Map.of("allowed", allowed, "refused", refused)));
			assertThat(session.getSession().getAttribute("allowed")).isEqualTo(17);
			assertThat(session.getSession().getAttribute("refused")).isNull();
			assertThat(manager.write(session).attributes()).containsEntry("refused", refused);
		}
		finally {
			server.stop();
		}
	}

	@Test
	void anotherManagerIsLeftAlone(@TempDir Path directory) {
		Context context = new Tomcat().addContext("", null);
		StandardManager own = new StandardManager();
		context.setManager(own);
		assertThat(TomcatSessionSharing.install(context, new SessionExchange(() -> directory),
				new SharingSettings(1000, Duration.ofSeconds(1))))
			.isFalse();
		assertThat(context.getManager()).isSameAs(own);
		assertThat(context.getPipeline().getValves()).noneMatch(SharedSessionValve.class::isInstance);
	}

	/**
	 * An embedded Tomcat, not started yet.
	 */
	private static final class TomcatServer implements Server {

		private final Tomcat tomcat = new Tomcat();

		private final Context context;

		TomcatServer(HttpServlet application, HttpSessionListener listener) {
			Connector connector = new Connector();
			connector.setPort(0);
			this.tomcat.setBaseDir(new File(System.getProperty("java.io.tmpdir")).getAbsolutePath());
			this.tomcat.setConnector(connector);
			this.context = this.tomcat.addContext("", null);
			Tomcat.addServlet(this.context, "application", application).setAsyncSupported(true);
			this.context.addServletMappingDecoded("/*", "application");
			this.context.addServletContainerInitializer((classes, servlets) -> servlets.addListener(listener),
					Set.of());
		}

		@Override
		public int port() {
			return this.tomcat.getConnector().getLocalPort();
		}

		@Override
		public void stop() throws LifecycleException {
			if (this.tomcat.getServer().getState().isAvailable()) {
				this.tomcat.stop();
				this.tomcat.destroy();
			}
		}

	}

}
