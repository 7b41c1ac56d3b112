package io.hotupgrade.autoconfigure.boot3;

import io.hotupgrade.autoconfigure.server.SessionFile;
import io.undertow.servlet.api.DeploymentInfo;
import io.undertow.servlet.api.SessionPersistenceManager;
import jakarta.servlet.ServletContext;
import org.springframework.boot.web.embedded.undertow.UndertowServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;

/**
 * Keeps the file of {@code server.servlet.session.persistent} from being taken for the
 * sessions of a predecessor.
 */
final class SessionFileCustomizer implements WebServerFactoryCustomizer<UndertowServletWebServerFactory> {

	private final SessionFile file;

	SessionFileCustomizer(SessionFile file) {
		this.file = file;
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
			this.file.warn();
			deployment.setSessionPersistenceManager(new RestartSessions(store, this.file));
		}
	}

}
