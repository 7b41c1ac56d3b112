package io.hotupgrade.autoconfigure.warmup;

import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;

/**
 * What goes on behind it on the same thread is not observed.
 *
 * @param <T> the type of the result
 */
final class UnobservedMono<T> extends Mono<T> {

	private final Mono<T> source;

	private final WarmUpReactiveObservations observations;

	UnobservedMono(Mono<T> source, WarmUpReactiveObservations observations) {
		this.source = source;
		this.observations = observations;
	}

	@Override
	public void subscribe(CoreSubscriber<? super T> actual) {
		this.observations.without(() -> this.source.subscribe(new Unobserved(actual)));
	}

	private final class Unobserved implements CoreSubscriber<T> {

		private final CoreSubscriber<? super T> actual;

		Unobserved(CoreSubscriber<? super T> actual) {
			this.actual = actual;
		}

		@Override
		public Context currentContext() {
			return this.actual.currentContext();
		}

		@Override
		public void onSubscribe(Subscription subscription) {
			UnobservedMono.this.observations.without(() -> this.actual.onSubscribe(subscription));
		}

		@Override
		public void onNext(T value) {
			UnobservedMono.this.observations.without(() -> this.actual.onNext(value));
		}

		@Override
		public void onError(Throwable error) {
			UnobservedMono.this.observations.without(() -> this.actual.onError(error));
		}

		@Override
		public void onComplete() {
			UnobservedMono.this.observations.without(this.actual::onComplete);
		}

	}

}
