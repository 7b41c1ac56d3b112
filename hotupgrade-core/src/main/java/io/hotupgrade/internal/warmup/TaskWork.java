package io.hotupgrade.internal.warmup;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

import io.hotupgrade.CauseChain;
import io.hotupgrade.WarmUp;
import io.hotupgrade.WarmUpContext;
import io.hotupgrade.WarmUpPart;
import io.hotupgrade.WarmUpReport;
import io.hotupgrade.WarmUpRequest;
import io.hotupgrade.internal.log.EngineLog;

/**
 * The application's own tasks, one after the other. Thread-safe.
 */
final class TaskWork implements PartWork {

	private static final EngineLog logger = EngineLog.of(TaskWork.class);

	private final List<WarmUp> tasks;

	private final Failures failures;

	private final Supplier<Duration> remaining;

	private volatile boolean over;

	/**
	 * Creates the work.
	 * @param part the tasks
	 * @param failures where theirs are counted
	 * @param remaining how much time is left
	 */
	TaskWork(WarmUpPart.Tasks part, Failures failures, Supplier<Duration> remaining) {
		this.tasks = part.tasks();
		this.failures = failures;
		this.remaining = remaining;
	}

	@Override
	public List<Runnable> workers(LoopbackClient client) {
		return this.tasks.isEmpty() ? List.of() : List.of(() -> runAll(client));
	}

	private void runAll(LoopbackClient client) {
		WarmUpContext context = new Context(client, this.remaining);
		for (WarmUp task : this.tasks) {
			if (this.over || this.failures.areFatal()) {
				return;
			}
			try {
				task.warmUp(context);
			}
			catch (Exception ex) {
				if (!this.over) {
					logger.warn("The warm-up by {} failed", task.getClass().getName(), ex);
					this.failures.add(task.getClass().getName() + " failed with " + CauseChain.describe(ex));
				}
			}
		}
	}

	@Override
	public Duration limit() {
		return this.remaining.get();
	}

	@Override
	public void end() {
		this.over = true;
	}

	@Override
	public List<WarmUpReport.Requests> report() {
		return List.of();
	}

	/**
	 * What the tasks see.
	 */
	private record Context(LoopbackClient client, Supplier<Duration> left) implements WarmUpContext {

		@Override
		public Duration remaining() {
			return this.left.get();
		}

		@Override
		public int send(WarmUpRequest request) throws IOException {
			return this.client.send(request).status();
		}

	}

}
