package io.hotupgrade.undertow;

import io.hotupgrade.sessions.SessionExchange;
import io.hotupgrade.sessions.SharingSettings;
import io.undertow.server.session.InMemorySessionManager;
import io.undertow.server.session.SessionManager;
import io.undertow.servlet.api.Deployment;
import io.undertow.servlet.api.DeploymentInfo;
import io.undertow.servlet.api.SessionManagerFactory;

/**
 * Lets servlets on Undertow share the sessions that it keeps in memory with the other
 * instance of an upgrade.
 *
 * @since 0.1.0
 */
public final class UndertowSessionSharing {

	private UndertowSessionSharing() {
	}

	/**
	 * Lets a deployment share its sessions, unless somebody else keeps them or limits
	 * their number. To be called before it is deployed.
	 * @param deployment the deployment
	 * @param exchange whom they are shared with
	 * @param settings how
	 */
	public static void install(DeploymentInfo deployment, SessionExchange exchange, SharingSettings settings) {
		SessionManagerFactory before = deployment.getSessionManagerFactory();
		deployment.setSessionManagerFactory((created) -> {
			SessionManager manager = before.createSessionManager(created);
			if (!isReplaceable(manager, created)) {
				return manager;
			}
			SharedSessionManager shared = new SharedSessionManager(created, exchange, settings);
			shared.share();
			return shared;
		});
		deployment.addOuterHandlerChainWrapper(SharedSessionHandler::new);
	}

	private static boolean isReplaceable(SessionManager manager, Deployment deployment) {
		return manager instanceof InMemorySessionManager own && own.getClass() == InMemorySessionManager.class
				&& own.getMaxActiveSessions() <= 0
				&& deployment.getDeploymentInfo().getSessionPersistenceManager() == null;
	}

}
