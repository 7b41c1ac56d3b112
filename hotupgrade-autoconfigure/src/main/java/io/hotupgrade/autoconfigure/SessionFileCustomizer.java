package io.hotupgrade.autoconfigure;

import java.util.function.BooleanSupplier;

import io.undertow.servlet.api.DeploymentInfo;
import io.undertow.servlet.api.SessionPersistenceManager;
import jakarta.servlet.ServletContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.web.embedded.undertow.UndertowServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;

/**
 * Keeps the file of {@code server.servlet.session.persistent}, which is made for a
 * restart, from being taken for the sessions of a predecessor.
 */
final class SessionFileCustomizer implements WebServerFactoryCustomizer<UndertowServletWebServerFactory> {

	private static final Logger logger = LoggerFactory.getLogger(SessionFileCustomizer.class);

	private final BooleanSupplier succeeds;

	private final BooleanSupplier serves;

	/**
	 * Create a new customizer.
	 * @param succeeds whether this instance has a predecessor, as far as is known
	 * @param serves whether no other instance serves
	 */
	SessionFileCustomizer(BooleanSupplier succeeds, BooleanSupplier serves) {
		this.succeeds = succeeds;
		this.serves = serves;
	}

	/**
	 * Boot sets the sessions' store after all customizers; the extension is asked later.
	 */
	@Override
	public void customize(UndertowServletWebServerFactory factory) {
		factory.addDeploymentInfoCustomizers((deployment) -> deployment.addServletExtension(this::wrapStore));
	}

	private void wrapStore(DeploymentInfo deployment, ServletContext context) {
		SessionPersistenceManager store = deployment.getSessionPersistenceManager();
		if (store != null) {
			logger.warn("server.servlet.session.persistent keeps sessions across a restart, and not across an upgrade: "
					+ "after one, clients begin a new session. Keep sessions in a store outside of the process, "
					+ "such as Spring Session's, if they have to survive");
			deployment.setSessionPersistenceManager(new RestartSessions(store, this.succeeds, this.serves));
		}
	}

}
