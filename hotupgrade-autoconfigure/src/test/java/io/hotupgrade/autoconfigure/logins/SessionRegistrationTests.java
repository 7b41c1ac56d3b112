package io.hotupgrade.autoconfigure.logins;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.concurrent.atomic.AtomicBoolean;

import jakarta.servlet.http.HttpSession;
import jakarta.servlet.http.HttpSessionEvent;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpSession;
import org.springframework.mock.web.MockServletContext;
import org.springframework.security.core.session.SessionInformation;
import org.springframework.security.core.session.SessionRegistryImpl;
import org.springframework.web.context.WebApplicationContext;
import org.springframework.web.context.support.GenericWebApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The entry of a session in the registry goes where the session goes.
 */
class SessionRegistrationTests {

	private static final String ID = "A";

	private final AtomicBoolean shared = new AtomicBoolean(true);

	private final RegistrationsOfSessions registrations = new RegistrationsOfSessions(this.shared::get);

	private final Instance predecessor = new Instance();

	private final Instance successor = new Instance();

	@Test
	void whoHasLoggedInIsKnownToTheInstanceThatHasTheSession() throws Exception {
		HttpSession session = this.predecessor.begin();
		this.predecessor.registry.registerNewSession(ID, "ada");
		move(session, this.successor);
		assertThat(this.predecessor.registry.getAllSessions("ada", true)).isEmpty();
		assertThat(this.successor.registry.getAllSessions("ada", false)).extracting(SessionInformation::getSessionId)
			.containsExactly(ID);
	}

	@Test
	void sessionThatHasToEndAtItsNextRequestHasToEndThereToo() throws Exception {
		HttpSession session = this.predecessor.begin();
		this.predecessor.registry.registerNewSession(ID, "ada");
		this.predecessor.registry.getSessionInformation(ID).expireNow();
		move(session, this.successor);
		assertThat(this.successor.registry.getSessionInformation(ID).isExpired()).isTrue();
		assertThat(this.successor.registry.getAllSessions("ada", false)).isEmpty();
	}

	@Test
	void sessionOfNobodyIsNotRegistered() throws Exception {
		HttpSession session = this.predecessor.begin();
		move(session, this.successor);
		assertThat(this.successor.registry.getAllPrincipals()).isEmpty();
	}

	@Test
	void whoHasLoggedOutOnTheOtherSideIsUnknownWhenTheSessionComesBack() throws Exception {
		HttpSession session = this.predecessor.begin();
		this.predecessor.registry.registerNewSession(ID, "ada");
		HttpSession moved = move(session, this.successor);
		this.successor.registry.removeSessionInformation(ID);
		move(moved, this.predecessor);
		assertThat(this.predecessor.registry.getAllPrincipals()).isEmpty();
	}

	/** The container says so of a session that is too large, too. */
	@Test
	void entryOfASessionThatStaysAfterAllIsThereAgain() {
		HttpSession session = this.predecessor.begin();
		this.predecessor.registry.registerNewSession(ID, "ada");
		registration(session).sessionWillPassivate(new HttpSessionEvent(session));
		registration(session).sessionDidActivate(new HttpSessionEvent(session));
		assertThat(this.predecessor.registry.getAllSessions("ada", false)).hasSize(1);
	}

	@Test
	void nothingIsAddedToASessionThatIsNotShared() {
		this.shared.set(false);
		assertThat(this.predecessor.begin().getAttributeNames().hasMoreElements()).isFalse();
	}

	private static HttpSession move(HttpSession session, Instance to) throws Exception {
		SessionRegistration leaving = registration(session);
		leaving.sessionWillPassivate(new HttpSessionEvent(session));
		HttpSession there = to.session();
		there.setAttribute(SessionRegistration.ATTRIBUTE, copy(leaving));
		registration(there).sessionDidActivate(new HttpSessionEvent(there));
		return there;
	}

	private static SessionRegistration registration(HttpSession session) {
		return (SessionRegistration) session.getAttribute(SessionRegistration.ATTRIBUTE);
	}

	private static Object copy(Object value) throws Exception {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
			out.writeObject(value);
		}
		try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
			return in.readObject();
		}
	}

	/**
	 * An application, with its registry.
	 */
	private final class Instance {

		private final SessionRegistryImpl registry = new SessionRegistryImpl();

		private final MockServletContext servletContext = new MockServletContext();

		Instance() {
			GenericWebApplicationContext context = new GenericWebApplicationContext(this.servletContext);
			context.getBeanFactory().registerSingleton("registry", this.registry);
			context.refresh();
			this.servletContext.setAttribute(WebApplicationContext.ROOT_WEB_APPLICATION_CONTEXT_ATTRIBUTE, context);
		}

		HttpSession session() {
			return new MockHttpSession(this.servletContext, ID);
		}

		HttpSession begin() {
			HttpSession session = session();
			SessionRegistrationTests.this.registrations.sessionCreated(new HttpSessionEvent(session));
			return session;
		}

	}

}
