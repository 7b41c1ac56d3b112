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
import io.hotupgrade.WarmUpPart;
import io.hotupgrade.WarmUpReport;
import io.hotupgrade.WarmUpReport.State;
import io.hotupgrade.WarmUpSettings;
import io.hotupgrade.internal.log.EngineLog;
import io.hotupgrade.server.PrivateListener;

/**
 * One warm-up, one part after the other. Its threads end with it, unless a task ignores
 * that it is interrupted.
 */
public final class WarmUpRun {

	private static final EngineLog logger = EngineLog.of(WarmUpRun.class);

	/** How soon is noticed that there is no reason to go on. */
	private static final Duration LOOK = Duration.ofMillis(100);

	private static final Duration LAST_ANSWER = Duration.ofSeconds(1);

	private final WarmUpSettings settings;

	private final WarmUpTarget target;

	private final BooleanSupplier wanted;

	private final LongSupplier nanoTime;

	private final Failures failures;

	private final List<PartWork> parts;

	private long begunAt;

	/**
	 * Creates a run.
	 * @param settings how long, what follows from failures, and what is recorded
	 * @param parts what to do, in this order
	 * @param target the server
	 * @param wanted whether there still is a reason to warm up; asked several times a
	 * second
	 * @param nanoTime the clock
	 */
	public WarmUpRun(WarmUpSettings settings, List<WarmUpPart> parts, WarmUpTarget target, BooleanSupplier wanted,
			LongSupplier nanoTime) {
		this.settings = settings;
		this.target = target;
		this.wanted = wanted;
		this.nanoTime = nanoTime;
		this.failures = new Failures(settings.onFailure());
		this.parts = parts.stream().map(this::work).toList();
	}

	private PartWork work(WarmUpPart part) {
		if (part instanceof WarmUpPart.Tasks tasks) {
			return new TaskWork(tasks, this.failures, this::remaining);
		}
		return new RequestWork((WarmUpPart.Requests) part, this.failures, this.nanoTime);
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
			state = this.failures.areFatal() ? State.FAILED : State.FINISHED;
		}
		finally {
			threads.shutdownNow();
		}
		List<WarmUpReport.Requests> requests = this.parts.stream().flatMap((part) -> part.report().stream()).toList();
		return new WarmUpReport(state, elapsed(), requests, this.failures.count(), this.failures.first());
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
		for (PartWork part : this.parts) {
			State end = warmUp(part, threads, client);
			if (end != State.FINISHED) {
				return end;
			}
		}
		return State.FINISHED;
	}

	private State warmUp(PartWork part, ExecutorService threads, LoopbackClient client) throws InterruptedException {
		List<Future<?>> workers = new ArrayList<>();
		State state;
		try {
			for (Runnable worker : part.workers(client)) {
				workers.add(threads.submit(worker));
			}
			state = await(workers, part.limit());
		}
		finally {
			// Before the client is closed, which would look like failures.
			part.end();
		}
		if (state == State.FINISHED) {
			awaitLastAnswers(workers);
		}
		return state;
	}

	/**
	 * Waits a moment for the answers to requests that are under way. One that is cut
	 * leaves a trace: servers log it as an error.
	 */
	private void awaitLastAnswers(List<Future<?>> workers) throws InterruptedException {
		Duration until = elapsed().plus(LAST_ANSWER);
		for (Future<?> worker : workers) {
			boolean answered = false;
			while (!answered && elapsed().compareTo(until) < 0 && end().isEmpty()) {
				answered = isDoneSoon(worker, until);
			}
		}
	}

	/**
	 * Waits until work is done or has had its time, or one reason to stop it all appears.
	 */
	private State await(List<Future<?>> work, Duration limit) throws InterruptedException {
		Duration until = elapsed().plus(limit);
		for (Future<?> part : work) {
			while (elapsed().compareTo(until) < 0 && !isDoneSoon(part, until)) {
				Optional<State> end = end();
				if (end.isPresent()) {
					return end.get();
				}
			}
		}
		return end().orElse(State.FINISHED);
	}

	private boolean isDoneSoon(Future<?> part, Duration until) throws InterruptedException {
		try {
			long left = Math.min(remaining().toNanos(), until.minus(elapsed()).toNanos());
			part.get(Math.max(0, Math.min(LOOK.toNanos(), left)), TimeUnit.NANOSECONDS);
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
		if (this.failures.areFatal()) {
			return Optional.of(State.FAILED);
		}
		if (!this.wanted.getAsBoolean()) {
			return Optional.of(State.STOPPED);
		}
		return remaining().isZero() ? Optional.of(State.TIME_LIMIT) : Optional.empty();
	}

	private Duration elapsed() {
		return Duration.ofNanos(this.nanoTime.getAsLong() - this.begunAt);
	}

	private Duration remaining() {
		Duration left = this.settings.timeout().minus(elapsed());
		return left.isNegative() ? Duration.ZERO : left;
	}

}
