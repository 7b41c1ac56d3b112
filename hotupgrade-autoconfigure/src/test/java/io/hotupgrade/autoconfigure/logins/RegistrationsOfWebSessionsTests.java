package io.hotupgrade.autoconfigure.logins;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.time.Instant;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.mock.web.server.MockWebSession;
import org.springframework.security.core.session.InMemoryReactiveSessionRegistry;
import org.springframework.security.core.session.ReactiveSessionInformation;
import org.springframework.security.core.session.ReactiveSessionRegistry;
import org.springframework.web.server.WebSession;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.then;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link RegistrationsOfWebSessions}.
 */
class RegistrationsOfWebSessionsTests {

	private static final Instant ACCESSED = Instant.parse("2026-01-02T03:04:05Z");

	private final InMemoryReactiveSessionRegistry predecessor = new InMemoryReactiveSessionRegistry();

	private final InMemoryReactiveSessionRegistry successor = new InMemoryReactiveSessionRegistry();

	private final WebSession session = new MockWebSession();

	@Test
	void whoHasLoggedInIsKnownToTheInstanceThatHasTheSession() throws Exception {
		login();
		move();
		assertThat(known(this.predecessor)).isEmpty();
		assertThat(known(this.successor)).singleElement().satisfies((entry) -> {
			assertThat(entry.getSessionId()).isEqualTo(this.session.getId());
			assertThat(entry.getLastAccessTime()).isEqualTo(ACCESSED);
			assertThat(entry.isExpired()).isFalse();
		});
		assertThat(this.session.getAttributes()).as("what the application sees").isEmpty();
	}

	@Test
	void sessionThatHasToEndAtItsNextRequestHasToEndThereToo() throws Exception {
		login().invalidate().block();
		move();
		assertThat(known(this.successor)).singleElement().matches(ReactiveSessionInformation::isExpired);
	}

	@Test
	void sessionOfNobodyIsNotRegistered() throws Exception {
		move();
		assertThat(this.successor.getSessionInformation(this.session.getId()).blockOptional()).isEmpty();
	}

	@Test
	void entryOfASessionThatStaysAfterAllIsThereAgain() {
		login();
		listener(this.predecessor).willPassivate(this.session);
		listener(this.predecessor).didActivate(this.session);
		assertThat(known(this.predecessor)).hasSize(1);
	}

	@Test
	void registryThatIsNotInMemoryIsLeftAlone() {
		ReactiveSessionRegistry remote = mock(ReactiveSessionRegistry.class);
		listener(remote).willPassivate(this.session);
		listener(remote).didActivate(this.session);
		then(remote).shouldHaveNoInteractions();
	}

	private ReactiveSessionInformation login() {
		ReactiveSessionInformation entry = new ReactiveSessionInformation("ada", this.session.getId(), ACCESSED);
		this.predecessor.saveSessionInformation(entry).block();
		return entry;
	}

	private void move() throws Exception {
		listener(this.predecessor).willPassivate(this.session);
		for (String name : List.copyOf(this.session.getAttributes().keySet())) {
			this.session.getAttributes().put(name, copy(this.session.getAttribute(name)));
		}
		listener(this.successor).didActivate(this.session);
	}

	private static List<ReactiveSessionInformation> known(ReactiveSessionRegistry registry) {
		return registry.getAllSessions("ada").collectList().block();
	}

	private static RegistrationsOfWebSessions listener(ReactiveSessionRegistry registry) {
		DefaultListableBeanFactory beans = new DefaultListableBeanFactory();
		beans.registerSingleton("registry", registry);
		return new RegistrationsOfWebSessions(beans.getBeanProvider(ReactiveSessionRegistry.class));
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

}
