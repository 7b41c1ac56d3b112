package io.hotupgrade.autoconfigure.logins;

import java.io.Serializable;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

import io.hotupgrade.autoconfigure.server.WebSessionListener;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.security.core.session.InMemoryReactiveSessionRegistry;
import org.springframework.security.core.session.ReactiveSessionInformation;
import org.springframework.security.core.session.ReactiveSessionRegistry;
import org.springframework.web.server.WebSession;
import reactor.core.publisher.Mono;

/**
 * Takes the entries of WebFlux' sessions in Spring Security's registry along, each as an
 * attribute that its session has only on its way. A registry that is not in memory is
 * shared anyway, and left alone.
 */
final class RegistrationsOfWebSessions implements WebSessionListener {

	static final String ATTRIBUTE = "io.hotupgrade.registration";

	private final ObjectProvider<ReactiveSessionRegistry> registries;

	RegistrationsOfWebSessions(ObjectProvider<ReactiveSessionRegistry> registries) {
		this.registries = registries;
	}

	@Override
	public void willPassivate(WebSession session) {
		withRegistry((registry) -> now(registry.removeSessionInformation(session.getId()))
			.ifPresent((entry) -> session.getAttributes()
				.put(ATTRIBUTE, new Registration(entry.getPrincipal(), entry.getLastAccessTime(), entry.isExpired()))));
	}

	@Override
	public void didActivate(WebSession session) {
		if (session.getAttributes().remove(ATTRIBUTE) instanceof Registration known) {
			withRegistry((registry) -> {
				ReactiveSessionInformation entry = new ReactiveSessionInformation(known.principal(), session.getId(),
						known.accessedAt());
				if (known.expired()) {
					now(entry.invalidate());
				}
				now(registry.saveSessionInformation(entry));
			});
		}
	}

	private void withRegistry(Consumer<InMemoryReactiveSessionRegistry> use) {
		if (this.registries.getIfUnique() instanceof InMemoryReactiveSessionRegistry registry) {
			use.accept(registry);
		}
	}

	/** What is in memory is there at once. */
	private static <T> Optional<T> now(Mono<T> value) {
		@Nullable T found = value.toFuture().getNow(null);
		return Optional.ofNullable(found);
	}

	/**
	 * An entry.
	 *
	 * @param principal who has logged in
	 * @param accessedAt when the session was last used
	 * @param expired whether it has to end at its next request
	 */
	record Registration(Object principal, Instant accessedAt, boolean expired) implements Serializable {
	}

}
