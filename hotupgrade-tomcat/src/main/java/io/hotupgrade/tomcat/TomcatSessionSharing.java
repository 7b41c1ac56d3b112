package io.hotupgrade.tomcat;

import io.hotupgrade.sessions.SessionExchange;
import io.hotupgrade.sessions.SharingSettings;
import org.apache.catalina.Context;

/**
 * Lets an embedded Tomcat share the sessions that it keeps in memory with the other
 * instance of an upgrade.
 *
 * @since 0.1.0
 */
public final class TomcatSessionSharing {

	private TomcatSessionSharing() {
	}

	/**
	 * Lets a context share its sessions, unless somebody else manages them. To be called
	 * before the context is started.
	 * @param context the context
	 * @param exchange whom they are shared with
	 * @param settings how
	 * @return {@code false} if the context has another manager, and was left as it is
	 */
	public static boolean install(Context context, SessionExchange exchange, SharingSettings settings) {
		if (context.getManager() != null) {
			return false;
		}
		SharedSessionManager manager = new SharedSessionManager(exchange, settings);
		context.setManager(manager);
		context.getPipeline().addValve(new SharedSessionValve(manager));
		return true;
	}

}
