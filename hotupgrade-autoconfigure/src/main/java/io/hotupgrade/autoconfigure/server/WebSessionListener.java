package io.hotupgrade.autoconfigure.server;

import org.springframework.web.server.WebSession;

/**
 * Wants to know when a session of WebFlux leaves this instance and when one comes, as
 * {@code HttpSessionActivationListener} does of those of servlets. Called on any thread,
 * and must not block it.
 *
 * @since 0.1.0
 */
public interface WebSessionListener {

	/**
	 * A session is about to be given to the other instance of an upgrade, with the
	 * attributes that it has then.
	 * @param session the session
	 */
	void willPassivate(WebSession session);

	/**
	 * A session has come from the other instance, or was not given after all.
	 * @param session the session
	 */
	void didActivate(WebSession session);

}
