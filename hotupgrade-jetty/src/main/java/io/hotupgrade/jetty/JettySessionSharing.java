package io.hotupgrade.jetty;

import io.hotupgrade.sessions.SessionExchange;
import io.hotupgrade.sessions.SharingSettings;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.session.AbstractSessionManager;
import org.eclipse.jetty.session.SessionCacheFactory;
import org.eclipse.jetty.session.SessionDataStoreFactory;

/**
 * Lets an embedded Jetty share the sessions that it keeps in memory with the other
 * instance of an upgrade.
 *
 * @since 0.1.0
 */
public final class JettySessionSharing {

	private JettySessionSharing() {
	}

	/**
	 * Lets an application share its sessions, unless somebody else keeps them. To be
	 * called before it is started.
	 * @param application the application's handler, which has been given to its server
	 * @param sessions its sessions
	 * @param exchange whom they are shared with
	 * @param settings how
	 * @return {@code false} if the sessions are kept elsewhere, and were left as they are
	 */
	public static boolean install(Handler.Singleton application, AbstractSessionManager sessions,
			SessionExchange exchange, SharingSettings settings) {
		if (sessions.getSessionCache() != null || hasStore(application.getServer())) {
			return false;
		}
		SharedSessionCache cache = new SharedSessionCache(sessions, exchange, settings);
		sessions.setSessionCache(cache);
		application.insertHandler(new SharedSessionHandler(sessions, cache));
		return true;
	}

	private static boolean hasStore(Server server) {
		return server.getBean(SessionCacheFactory.class) != null
				|| server.getBean(SessionDataStoreFactory.class) != null;
	}

}
