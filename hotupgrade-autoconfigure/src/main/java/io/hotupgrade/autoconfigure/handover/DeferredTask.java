package io.hotupgrade.autoconfigure.handover;

import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Delayed;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * A task that will be scheduled later, unless it is cancelled before. Until then it is
 * infinitely far in the future.
 */
final class DeferredTask implements ScheduledFuture<Object> {

	private final Function<Optional<Instant>, ScheduledFuture<?>> schedule;

	private final CompletableFuture<ScheduledFuture<?>> scheduled = new CompletableFuture<>();

	DeferredTask(Function<Optional<Instant>, ScheduledFuture<?>> schedule) {
		this.schedule = schedule;
	}

	synchronized void schedule(Instant since) {
		if (!this.scheduled.isDone()) {
			this.scheduled.complete(this.schedule.apply(Optional.of(since)));
		}
	}

	@Override
	public synchronized boolean cancel(boolean mayInterruptIfRunning) {
		if (!this.scheduled.isDone()) {
			return this.scheduled.cancel(false);
		}
		return !this.scheduled.isCancelled() && this.scheduled.join().cancel(mayInterruptIfRunning);
	}

	@Override
	public boolean isCancelled() {
		return this.scheduled.isCancelled() || this.scheduled.isDone() && this.scheduled.join().isCancelled();
	}

	@Override
	public boolean isDone() {
		return this.scheduled.isCancelled() || this.scheduled.isDone() && this.scheduled.join().isDone();
	}

	@Override
	public Object get() throws InterruptedException, ExecutionException {
		return this.scheduled.get().get();
	}

	@Override
	public Object get(long timeout, TimeUnit unit) throws InterruptedException, ExecutionException, TimeoutException {
		long deadline = System.nanoTime() + unit.toNanos(timeout);
		ScheduledFuture<?> task = this.scheduled.get(timeout, unit);
		return task.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
	}

	@Override
	public long getDelay(TimeUnit unit) {
		boolean known = this.scheduled.isDone() && !this.scheduled.isCancelled();
		return known ? this.scheduled.join().getDelay(unit) : Long.MAX_VALUE;
	}

	@Override
	public int compareTo(Delayed other) {
		return Long.compare(getDelay(TimeUnit.NANOSECONDS), other.getDelay(TimeUnit.NANOSECONDS));
	}

}
