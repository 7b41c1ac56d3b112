package io.hotupgrade.internal.warmup;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

import io.hotupgrade.CauseChain;
import io.hotupgrade.WarmUp;
import io.hotupgrade.WarmUpContext;
import io.hotupgrade.WarmUpReport;
import io.hotupgrade.WarmUpReport.State;
import io.hotupgrade.WarmUpRequest;
import io.hotupgrade.WarmUpSettings;
import io.hotupgrade.WarmUpSettings.OnFailure;
import io.hotupgrade.internal.log.EngineLog;
import io.hotupgrade.server.PrivateListener;

/**
 * One warm-up: first the application's own tasks, one after the other, then the requests.
 * Its threads end with it, unless a task ignores that it is interrupted.
 */
public final class WarmUpRun {

	private static final EngineLog logger = EngineLog.of(WarmUpRun.class);

	/** How soon is noticed that there is no reason to go on. */
	private static final Duration LOOK = Duration.ofMillis(100);

	private static final int FIRST_ERROR_STATUS = 400;

	private final WarmUpSettings settings;

	private final List<WarmUp> tasks;

	private final WarmUpTarget target;

	private final BooleanSupplier wanted;

	private final LongSupplier nanoTime;

	private final RequestPlan plan;

	private final Failures failures = new Failures();

	private long begunAt;

	private volatile boolean over;

	/**
	 * Creates a run.
	 * @param settings what to do
	 * @param tasks the application's own tasks
	 * @param target the server
	 * @param wanted whether there still is a reason to warm up; asked several times a
	 * second
	 * @param nanoTime the clock
	 */
	public WarmUpRun(WarmUpSettings settings, List<WarmUp> tasks, WarmUpTarget target, BooleanSupplier wanted,
			LongSupplier nanoTime) {
		this.settings = settings;
		this.tasks = List.copyOf(tasks);
		this.target = target;
		this.wanted = wanted;
		this.nanoTime = nanoTime;
		this.plan = new RequestPlan(settings);
	}

	/**
	 * Warms up. Blocks until that is over.
	 * @return what was done
	 * @throws InterruptedException if the thread was interrupted; everything has been
	 * stopped then
	 */
	public WarmUpReport run() throws InterruptedException {
		this.begunAt = this.nanoTime.getAsLong();
		ExecutorService threads = Executors.newCachedThreadPool(WarmUpRun::thread);
		State state;
		try (PrivateListener listener = this.target.open(this.settings.recorded());
				LoopbackClient client = new LoopbackClient(listener.address(), host(), listener.headers())) {
			state = warmUp(threads, client);
		}
		catch (IOException ex) {
			this.failures.add("the private listener could not be used: " + CauseChain.describe(ex));
			state = isFatal() ? State.FAILED : State.FINISHED;
		}
		finally {
			threads.shutdownNow();
		}
		return new WarmUpReport(state, elapsed(), this.plan.report(), this.failures.count(), this.failures.first());
	}

	private static Thread thread(Runnable work) {
		Thread thread = new Thread(work, "hotupgrade-warm-up-worker");
		thread.setDaemon(true);
		return thread;
	}

	private String host() throws IOException {
		return "localhost:" + this.target.publicAddress().getPort();
	}

	private State warmUp(ExecutorService threads, LoopbackClient client) throws InterruptedException {
		try {
			State tasksEnd = await(List.of(threads.submit(() -> runTasks(client))));
			if (tasksEnd != State.FINISHED) {
				return tasksEnd;
			}
			List<Future<?>> workers = new ArrayList<>();
			for (int i = 0; i < this.settings.concurrency(); i++) {
				workers.add(threads.submit(() -> sendRequests(client)));
			}
			return await(workers);
		}
		finally {
			// Before the client is closed, which would look like failures.
			this.over = true;
		}
	}

	/**
	 * Waits until work is done, or one reason to stop it appears.
	 */
	private State await(List<Future<?>> work) throws InterruptedException {
		for (Future<?> part : work) {
			while (!isDoneSoon(part)) {
				Optional<State> end = end();
				if (end.isPresent()) {
					return end.get();
				}
			}
		}
		return isFatal() ? State.FAILED : State.FINISHED;
	}

	private boolean isDoneSoon(Future<?> part) throws InterruptedException {
		try {
			part.get(Math.min(LOOK.toNanos(), remaining().toNanos()), TimeUnit.NANOSECONDS);
			return true;
		}
		catch (TimeoutException ex) {
			return false;
		}
		catch (ExecutionException ex) {
			logger.warn("A part of the warm-up ended with an error", ex.getCause());
			this.failures.add(CauseChain.describe(ex.getCause()));
			return true;
		}
	}

	private Optional<State> end() {
		if (isFatal()) {
			return Optional.of(State.FAILED);
		}
		if (!this.wanted.getAsBoolean()) {
			return Optional.of(State.STOPPED);
		}
		return remaining().isZero() ? Optional.of(State.TIME_LIMIT) : Optional.empty();
	}

	private boolean isFatal() {
		return this.settings.onFailure() == OnFailure.FAIL && this.failures.count() > 0;
	}

	private void runTasks(LoopbackClient client) {
		WarmUpContext context = new Context(client);
		for (WarmUp task : this.tasks) {
			if (this.over || isFatal()) {
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

	private void sendRequests(LoopbackClient client) {
		while (!this.over && !isFatal()) {
			Optional<RequestSeries> series = this.plan.next();
			if (series.isEmpty()) {
				return;
			}
			send(series.get(), client);
		}
	}

	private void send(RequestSeries series, LoopbackClient client) {
		long sentAt = this.nanoTime.getAsLong();
		try {
			int status = client.send(series.request());
			series.answered(this.nanoTime.getAsLong() - sentAt);
			if (status >= FIRST_ERROR_STATUS) {
				failed(series, "was answered with " + status);
			}
		}
		catch (IOException ex) {
			if (!this.over) {
				failed(series, "was not answered: " + ex);
			}
		}
	}

	private void failed(RequestSeries series, String how) {
		series.failed();
		this.failures.add(series.request() + " " + how);
	}

	private Duration elapsed() {
		return Duration.ofNanos(this.nanoTime.getAsLong() - this.begunAt);
	}

	private Duration remaining() {
		Duration left = this.settings.timeout().minus(elapsed());
		return left.isNegative() ? Duration.ZERO : left;
	}

	/**
	 * What the tasks see.
	 */
	private final class Context implements WarmUpContext {

		private final LoopbackClient client;

		Context(LoopbackClient client) {
			this.client = client;
		}

		@Override
		public Duration remaining() {
			return WarmUpRun.this.remaining();
		}

		@Override
		public int send(WarmUpRequest request) throws IOException {
			return this.client.send(request);
		}

	}

}
