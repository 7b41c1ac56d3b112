package io.hotupgrade.autoconfigure.engine;

import io.hotupgrade.sessions.SessionExchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;

/**
 * Says so where sessions are to be shared, and are not of a kind that can be. Asked when
 * the server is there.
 */
final class SharedSessionsCheck implements SmartInitializingSingleton {

	private static final Logger logger = LoggerFactory.getLogger(SharedSessionsCheck.class);

	private final SessionExchange exchange;

	SharedSessionsCheck(SessionExchange exchange) {
		this.exchange = exchange;
	}

	@Override
	public void afterSingletonsInstantiated() {
		if (!this.exchange.isShared()) {
			logger.warn("hotupgrade.sessions.enabled has no effect: only sessions of servlets that Tomcat keeps in "
					+ "memory are shared, and these are kept by another server, in a store (Spring Session), in a file "
					+ "(server.servlet.session.persistent) or by a manager of the application's own. Remove the property, "
					+ "or what stands in its way");
		}
	}

}
