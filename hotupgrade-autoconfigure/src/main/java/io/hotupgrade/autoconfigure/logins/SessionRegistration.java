package io.hotupgrade.autoconfigure.logins;

import java.io.Serializable;
import java.util.function.Consumer;

import jakarta.servlet.http.HttpSession;
import jakarta.servlet.http.HttpSessionActivationListener;
import jakarta.servlet.http.HttpSessionEvent;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationContext;
import org.springframework.security.core.session.SessionInformation;
import org.springframework.security.core.session.SessionRegistry;
import org.springframework.web.context.support.WebApplicationContextUtils;

/**
 * A session's entry in Spring Security's registry, as an attribute of the session: the
 * container says when the session leaves an instance and when it comes to one (Servlet
 * 6.0, section 7.7.2), and takes the attribute along.
 */
final class SessionRegistration implements HttpSessionActivationListener, Serializable {

	static final String ATTRIBUTE = "io.hotupgrade.registration";

	private static final long serialVersionUID = 1;

	/** Of a user who has logged in; there only while the session is on its way. */
	private @Nullable Object principal;

	private boolean expired;

	@Override
	public synchronized void sessionWillPassivate(HttpSessionEvent event) {
		HttpSession session = event.getSession();
		withRegistry(session, (registry) -> {
			SessionInformation entry = registry.getSessionInformation(session.getId());
			this.principal = (entry != null) ? entry.getPrincipal() : null;
			this.expired = entry != null && entry.isExpired();
			registry.removeSessionInformation(session.getId());
		});
	}

	@Override
	public synchronized void sessionDidActivate(HttpSessionEvent event) {
		Object user = this.principal;
		if (user == null) {
			return;
		}
		HttpSession session = event.getSession();
		withRegistry(session, (registry) -> {
			registry.registerNewSession(session.getId(), user);
			SessionInformation entry = registry.getSessionInformation(session.getId());
			if (this.expired && entry != null) {
				entry.expireNow();
			}
		});
		this.principal = null;
	}

	private static void withRegistry(HttpSession session, Consumer<SessionRegistry> use) {
		ApplicationContext context = WebApplicationContextUtils.getWebApplicationContext(session.getServletContext());
		if (context != null) {
			context.getBeanProvider(SessionRegistry.class).ifUnique(use);
		}
	}

}
