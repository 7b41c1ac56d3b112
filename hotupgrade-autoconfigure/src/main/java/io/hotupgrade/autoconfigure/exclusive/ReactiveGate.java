package io.hotupgrade.autoconfigure.exclusive;

import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;

import io.hotupgrade.exclusive.Entrance;
import org.springframework.core.Ordered;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * The {@link RequestGate} with WebFlux. A request that waits keeps no thread.
 */
final class ReactiveGate implements WebFilter, Ordered {

	private final RequestGate gate;

	private final Predicate<String> excluded;

	private final Duration patience;

	private final ReactiveForwarding forwarding;

	/**
	 * Creates a filter.
	 * @param gate the gate
	 * @param excluded the paths of requests that need no gate
	 * @param patience how long a request waits at most
	 * @param forwarding sends requests on
	 */
	ReactiveGate(RequestGate gate, Predicate<String> excluded, Duration patience, ReactiveForwarding forwarding) {
		this.gate = gate;
		this.excluded = excluded;
		this.patience = patience;
		this.forwarding = forwarding;
	}

	/** Behind what connects an exchange with its server, and what was forwarded. */
	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE + 2;
	}

	@Override
	public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
		if (this.excluded.test(exchange.getRequest().getPath().pathWithinApplication().value())) {
			return chain.filter(exchange);
		}
		return Mono.defer(() -> pass(this.gate.enter(), exchange, chain));
	}

	private Mono<Void> pass(CompletableFuture<Passage> asked, ServerWebExchange exchange, WebFilterChain chain) {
		return asked.isDone() ? pass(asked.join(), exchange, chain) : wait(asked, exchange, chain);
	}

	private Mono<Void> wait(CompletableFuture<Passage> asked, ServerWebExchange exchange, WebFilterChain chain) {
		CompletableFuture<Passage> answer = asked.copy();
		answer.completeOnTimeout(Passage.REFUSE, this.patience.toNanos(), TimeUnit.NANOSECONDS);
		AtomicBoolean over = new AtomicBoolean();
		return Mono.fromFuture(answer, true).publishOn(Schedulers.parallel()).flatMap((any) -> {
			if (!over.compareAndSet(false, true)) {
				return Mono.empty();
			}
			return pass(asked.isDone() ? asked.join() : this.gate.refuse(asked), exchange, chain);
		}).doOnCancel(() -> {
			if (over.compareAndSet(false, true)) {
				this.gate.forget(asked);
			}
		});
	}

	private Mono<Void> pass(Passage passage, ServerWebExchange exchange, WebFilterChain chain) {
		return switch (passage.kind()) {
			case SERVE -> Mono.defer(() -> chain.filter(exchange)).doFinally((any) -> this.gate.leave());
			case SEND_ON -> sendOn(Objects.requireNonNull(passage.entrance()), exchange, chain);
			case REFUSE -> refuse(exchange.getResponse());
		};
	}

	private Mono<Void> sendOn(Entrance entrance, ServerWebExchange exchange, WebFilterChain chain) {
		if (exchange.getRequest().getHeaders().getFirst("Upgrade") != null) {
			this.gate.failed();
			return refuse(exchange.getResponse());
		}
		return this.forwarding.forward(entrance, exchange)
			.onErrorResume(ConnectException.class, (ex) -> pass(this.gate.turnBack(entrance), exchange, chain))
			.onErrorResume(IOException.class, (ex) -> fail(exchange.getResponse(), ex));
	}

	private Mono<Void> fail(ServerHttpResponse response, IOException failure) {
		if (!response.setStatusCode(HttpStatus.BAD_GATEWAY)) {
			return Mono.error(failure);
		}
		this.gate.failed();
		return response.setComplete();
	}

	private static Mono<Void> refuse(ServerHttpResponse response) {
		response.setStatusCode(HttpStatus.SERVICE_UNAVAILABLE);
		response.getHeaders().set("Retry-After", GateSettings.RETRY_AFTER);
		return response.setComplete();
	}

}
