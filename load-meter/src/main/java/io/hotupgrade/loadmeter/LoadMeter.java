package io.hotupgrade.loadmeter;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Puts load on a server and counts every outcome. It has a fixed number of daemon
 * threads, never repeats a request, and ends by itself at its time limit. All methods may
 * be called from any thread.
 */
public final class LoadMeter implements AutoCloseable {

	private static final Duration MARGIN = Duration.ofSeconds(5);

	private final LoadSession session;

	private final Recorder recorder;

	private final Duration longestRequest;

	private final List<Thread> threads = new ArrayList<>();

	private LoadMeter(Target target, Duration limit, RequestObserver observer, List<Load> loads) {
		this.recorder = new Recorder(System::nanoTime, Instant.now(), observer);
		this.session = new LoadSession(target, limit, this.recorder);
		Duration asked = loads.stream().map(Load::requestDuration).max(Duration::compareTo).orElse(Duration.ZERO);
		this.longestRequest = asked.plus(target.connectTimeout()).plus(target.answerTimeout()).plus(MARGIN);
	}

	/**
	 * Starts load.
	 * @param target where requests go
	 * @param limit after which no request is begun any more
	 * @param loads what to do, all at the same time
	 * @return the running meter, to be closed
	 */
	public static LoadMeter start(Target target, Duration limit, Load... loads) {
		return start(target, limit, RequestObserver.NONE, loads);
	}

	/**
	 * Starts load whose requests are looked at one by one.
	 * @param target where requests go
	 * @param limit after which no request is begun any more
	 * @param observer is told of each request
	 * @param loads what to do, all at the same time
	 * @return the running meter, to be closed
	 */
	public static LoadMeter start(Target target, Duration limit, RequestObserver observer, Load... loads) {
		LoadMeter meter = new LoadMeter(target, limit, observer, List.of(loads));
		for (Load load : loads) {
			meter.begin(load);
		}
		return meter;
	}

	private void begin(Load load) {
		Load.Client client = load.begin(this.session);
		for (int index = 0; index < load.threads(); index++) {
			int number = index;
			Thread thread = new Thread(() -> run(client, number), "load-" + load.kind() + "-" + number);
			thread.setDaemon(true);
			this.threads.add(thread);
			thread.start();
		}
	}

	private void run(Load.Client client, int index) {
		try {
			client.run(index);
		}
		catch (RuntimeException ex) {
			this.recorder.fail(ex);
		}
	}

	/**
	 * Begins a window, in which requests are counted in addition to the whole, and ends
	 * the one before. A window may be begun again.
	 * @param window its name
	 */
	public void mark(String window) {
		this.recorder.enter(window);
	}

	/**
	 * What happened so far.
	 * @return the report
	 * @throws IllegalStateException if the meter itself failed
	 */
	public MeterReport report() {
		return this.recorder.report();
	}

	/**
	 * What happened so far in a window.
	 * @param window its name
	 * @return the report
	 * @throws IllegalArgumentException if there is no such window
	 * @throws IllegalStateException if the meter itself failed
	 */
	public MeterReport report(String window) {
		return this.recorder.report(window);
	}

	/**
	 * Requests that have begun and not ended.
	 * @param kind the kind of load
	 * @return their number
	 */
	public int inFlight(String kind) {
		return this.recorder.inFlight(kind);
	}

	/**
	 * Waits for requests to end, well or not.
	 * @param requests how many, counted from the start of the meter
	 * @param timeout how long at most
	 * @throws IllegalStateException if there were fewer
	 */
	public void awaitRequests(long requests, Duration timeout) {
		await(requests + " requests", () -> report().requests() >= requests, timeout);
	}

	/**
	 * Waits until enough requests are in flight.
	 * @param kind the kind of load
	 * @param requests how many
	 * @param timeout how long at most
	 * @throws IllegalStateException if there were fewer all the time
	 */
	public void awaitInFlight(String kind, int requests, Duration timeout) {
		await(requests + " requests in flight of the kind " + kind, () -> inFlight(kind) >= requests, timeout);
	}

	private void await(String what, BooleanSupplier condition, Duration timeout) {
		try {
			if (!this.recorder.await(condition, timeout)) {
				throw new IllegalStateException("No " + what + " within " + timeout + ":\n" + report().table());
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException("Interrupted while waiting for " + what, ex);
		}
	}

	/**
	 * Lets the load run to its time limit and waits for the requests in flight then.
	 * @return the report of the whole time
	 * @throws IllegalStateException if the meter itself failed
	 */
	public MeterReport awaitEnd() {
		this.session.awaitLimit();
		return stop();
	}

	/**
	 * Begins no request any more and waits for those in flight, for as long as their own
	 * time limits allow.
	 * @return the report of the whole time
	 * @throws IllegalStateException if the meter itself failed
	 */
	public MeterReport stop() {
		this.session.stop();
		awaitThreads();
		close();
		return report();
	}

	private void awaitThreads() {
		long deadline = System.nanoTime() + this.longestRequest.toNanos();
		try {
			for (Thread thread : this.threads) {
				TimeUnit.NANOSECONDS.timedJoin(thread, Math.max(1, deadline - System.nanoTime()));
				if (thread.isAlive()) {
					throw new IllegalStateException(
							thread.getName() + " did not end within " + this.longestRequest + " of being told to");
				}
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException("Interrupted while waiting for requests in flight", ex);
		}
	}

	/**
	 * Cuts all requests that are in flight, which are not counted. Does nothing after
	 * {@link #stop()}.
	 */
	@Override
	public void close() {
		this.session.close();
	}

}
