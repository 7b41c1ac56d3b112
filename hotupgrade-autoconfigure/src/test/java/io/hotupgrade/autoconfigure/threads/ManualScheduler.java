package io.hotupgrade.autoconfigure.threads;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A {@link Scheduler} whose time passes when a test says so.
 */
public final class ManualScheduler implements Scheduler {

	private final List<Task> tasks = new ArrayList<>();

	private Duration now = Duration.ZERO;

	private boolean closed;

	@Override
	public void schedule(Duration delay, Runnable task) {
		if (!this.closed) {
			this.tasks.add(new Task(this.now.plus(delay), task));
		}
	}

	@Override
	public void close() {
		this.closed = true;
		this.tasks.clear();
	}

	public boolean isClosed() {
		return this.closed;
	}

	/**
	 * Lets time pass and runs what becomes due, in order.
	 */
	public void advance(Duration time) {
		Duration end = this.now.plus(time);
		Optional<Task> next = nextUntil(end);
		while (next.isPresent()) {
			this.tasks.remove(next.get());
			this.now = next.get().due();
			next.get().action().run();
			next = nextUntil(end);
		}
		this.now = end;
	}

	private Optional<Task> nextUntil(Duration end) {
		return this.tasks.stream()
			.filter((task) -> task.due().compareTo(end) <= 0)
			.min(Comparator.comparing(Task::due));
	}

	private record Task(Duration due, Runnable action) {

	}

}
