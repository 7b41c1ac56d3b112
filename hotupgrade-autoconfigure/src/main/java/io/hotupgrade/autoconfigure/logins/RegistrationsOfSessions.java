package io.hotupgrade.autoconfigure.logins;

import java.util.function.BooleanSupplier;

import jakarta.servlet.http.HttpSessionEvent;
import jakarta.servlet.http.HttpSessionListener;

/**
 * Gives each session what takes its entry in the registry along.
 */
final class RegistrationsOfSessions implements HttpSessionListener {

	private final BooleanSupplier shared;

	/**
	 * Creates it.
	 * @param shared whether sessions come along
	 */
	RegistrationsOfSessions(BooleanSupplier shared) {
		this.shared = shared;
	}

	@Override
	public void sessionCreated(HttpSessionEvent event) {
		if (this.shared.getAsBoolean()) {
			event.getSession().setAttribute(SessionRegistration.ATTRIBUTE, new SessionRegistration());
		}
	}

}
