package io.hotupgrade.autoconfigure.handover;

import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Delayed;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.jspecify.annotations.Nullable;

/**
 * A task that will be scheduled later, and may be once more after that, unless it is
 * cancelled before. Until the first time it is infinitely far in the future.
 */
final class DeferredTask implements ScheduledFuture<Object> {

	private final Scheduling scheduling;

	private volatile CompletableFuture<ScheduledFuture<?>> scheduled = new CompletableFuture<>();

	private boolean unwanted;

	DeferredTask(Scheduling scheduling) {
		this.scheduling = scheduling;
	}

	/**
	 * Schedules it, for the first time or when its scheduler has let go of it.
	 * @param since the moment from which nobody has run it, if that lies in the past
	 * @return whether it will run
	 */
	synchronized boolean schedule(Optional<Instant> since) {
		if (this.unwanted) {
			return false;
		}
		ScheduledFuture<?> task = this.scheduling.schedule(this, since);
		if (task == null) {
			return cancel(false);
		}
		if (!this.scheduled.complete(task)) {
			this.scheduled = CompletableFuture.completedFuture(task);
		}
		return true;
	}

	@Override
	public synchronized boolean cancel(boolean mayInterruptIfRunning) {
		this.unwanted = true;
		if (!this.scheduled.isDone()) {
			return this.scheduled.cancel(false);
		}
		return !this.scheduled.isCancelled() && this.scheduled.join().cancel(mayInterruptIfRunning);
	}

	@Override
	public boolean isCancelled() {
		CompletableFuture<ScheduledFuture<?>> current = this.scheduled;
		return current.isCancelled() || current.isDone() && current.join().isCancelled();
	}

	@Override
	public boolean isDone() {
		CompletableFuture<ScheduledFuture<?>> current = this.scheduled;
		return current.isCancelled() || current.isDone() && current.join().isDone();
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
		CompletableFuture<ScheduledFuture<?>> current = this.scheduled;
		boolean known = current.isDone() && !current.isCancelled();
		return known ? current.join().getDelay(unit) : Long.MAX_VALUE;
	}

	@Override
	public int compareTo(Delayed other) {
		return Long.compare(getDelay(TimeUnit.NANOSECONDS), other.getDelay(TimeUnit.NANOSECONDS));
	}

	/**
	 * Schedules a task.
	 */
	@FunctionalInterface
	interface Scheduling {

		/**
		 * Schedules it.
		 * @param task what the application knows of it
		 * @param since the moment from which nobody has run it, if that lies in the past
		 * @return what the scheduler makes of it; {@code null} if it will never run
		 */
		@Nullable ScheduledFuture<?> schedule(DeferredTask task, Optional<Instant> since);

	}

}
