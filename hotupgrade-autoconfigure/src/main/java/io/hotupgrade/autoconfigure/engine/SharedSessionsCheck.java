package io.hotupgrade.autoconfigure.engine;

import io.hotupgrade.autoconfigure.server.SessionSharing;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;

/**
 * Says so where sessions are to be shared, and are not of a kind that can be. Asked when
 * the server is there.
 */
final class SharedSessionsCheck implements SmartInitializingSingleton {

	private static final Logger logger = LoggerFactory.getLogger(SharedSessionsCheck.class);

	private final SessionSharing sharing;

	SharedSessionsCheck(SessionSharing sharing) {
		this.sharing = sharing;
	}

	@Override
	public void afterSingletonsInstantiated() {
		if (!this.sharing.isEffective()) {
			logger.warn("hotupgrade.sessions.enabled has no effect: {}. Remove the property, or what stands in its way",
					this.sharing.obstacle()
						.orElse("only sessions in memory are shared, and these are kept in a store (Spring Session), in a file "
								+ "(server.servlet.session.persistent) or in another way that the application has "
								+ "chosen"));
		}
	}

}
