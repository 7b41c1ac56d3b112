package io.hotupgrade.autoconfigure.warmup;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiFunction;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.security.web.server.authorization.AuthorizationWebFilter;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * What Spring Security lets anybody reach in WebFlux. Its rules are asked with an
 * exchange that is none, and nothing else of it: neither what asks for a login nor what
 * saves the request for later.
 */
final class ReactiveSecurityAccess implements AnonymousAccess {

	private static final Logger logger = LoggerFactory.getLogger(ReactiveSecurityAccess.class);

	private static final Duration LIMIT = Duration.ofSeconds(5);

	private final List<SecurityWebFilterChain> chains;

	private final BiFunction<String, String, ServerWebExchange> exchanges;

	/**
	 * Creates the access.
	 * @param chains all that guard the application, of which the first that matches a
	 * request does. None stand for those of Spring Security that are no beans
	 * @param exchanges makes an exchange of a context path and the path behind it
	 */
	ReactiveSecurityAccess(List<SecurityWebFilterChain> chains,
			BiFunction<String, String, ServerWebExchange> exchanges) {
		this.chains = chains;
		this.exchanges = exchanges;
	}

	@Override
	public boolean isAllowed(String contextPath, String path) {
		if (this.chains.isEmpty()) {
			return false;
		}
		try {
			ServerWebExchange exchange = this.exchanges.apply(contextPath, path);
			return Boolean.TRUE.equals(Flux.fromIterable(this.chains)
				.filterWhen((chain) -> chain.matches(exchange))
				.next()
				.flatMapMany(SecurityWebFilterChain::getWebFilters)
				.ofType(AuthorizationWebFilter.class)
				.concatMap((rules) -> isPassed(rules, exchange))
				.all(Boolean::booleanValue)
				.block(LIMIT));
		}
		catch (RuntimeException ex) {
			logger.debug("Whether everybody may reach {} cannot be said", path, ex);
			return false;
		}
	}

	private static Mono<Boolean> isPassed(AuthorizationWebFilter rules, ServerWebExchange exchange) {
		AtomicBoolean passed = new AtomicBoolean();
		return rules.filter(exchange, (behind) -> Mono.fromRunnable(() -> passed.set(true)))
			.then(Mono.fromSupplier(passed::get))
			.onErrorReturn(AccessDeniedException.class, false);
	}

}
