package io.hotupgrade.loadmeter;

import java.time.Duration;
import java.util.Optional;

/**
 * What load threads share: the target, the end, the open connections and the counting.
 * Thread-safe.
 */
final class LoadSession implements AutoCloseable {

	private final Target target;

	private final Recorder recorder;

	private final long endsAt;

	private final OpenConnections connections = new OpenConnections();

	private final Pauses betweenRequests = new Pauses();

	private final Pauses withinRequests = new Pauses();

	LoadSession(Target target, Duration limit, Recorder recorder) {
		this.target = target;
		this.recorder = recorder;
		this.endsAt = System.nanoTime() + limit.toNanos();
	}

	Recorder recorder() {
		return this.recorder;
	}

	/** Where a request may wait that is under way. */
	Pauses withinRequests() {
		return this.withinRequests;
	}

	/**
	 * Waits until a request is due.
	 * @return {@code false} if none is to be begun any more
	 */
	boolean awaitDue(long nanoTime) {
		boolean beforeEnd = nanoTime - this.endsAt < 0;
		return beforeEnd && this.betweenRequests.until(nanoTime);
	}

	Connection connect() throws ExchangeFailedException {
		return Connection.open(this.target, this.connections);
	}

	/**
	 * Does one request on a connection of its own and counts it.
	 * @param dueAt when it was due: lateness counts as latency
	 * @return whether a complete response came
	 */
	boolean request(String kind, long dueAt, Request request, ResponseCheck check) {
		Exchange exchange = () -> {
			try (Connection connection = connect()) {
				return connection.exchange(request);
			}
		};
		return measure(kind, dueAt, exchange, check).isPresent();
	}

	/**
	 * Does one request and counts it.
	 * @return the response, if a complete one came
	 */
	Optional<HttpResponse> measure(String kind, long dueAt, Exchange exchange, ResponseCheck check) {
		this.recorder.begin(kind);
		try {
			HttpResponse response = exchange.run();
			long nanos = System.nanoTime() - dueAt;
			this.recorder.end(judge(kind, nanos, response, check));
			return Optional.of(response);
		}
		catch (ExchangeFailedException ex) {
			long nanos = System.nanoTime() - dueAt;
			this.recorder.end(new Result(kind, ex.outcome(), nanos, "", String.valueOf(ex.getCause())));
			return Optional.empty();
		}
	}

	private static Result judge(String kind, long nanos, HttpResponse response, ResponseCheck check) {
		String instance = response.instance();
		if (response.status() >= 500) {
			return new Result(kind, Outcome.STATUS_5XX, nanos, instance, "status " + response.status());
		}
		if (response.status() >= 400) {
			return new Result(kind, Outcome.STATUS_4XX, nanos, instance, "status " + response.status());
		}
		if (response.status() >= 300) {
			return new Result(kind, Outcome.WRONG_CONTENT, nanos, instance, "status " + response.status());
		}
		return check.problem(response)
			.map((problem) -> new Result(kind, Outcome.WRONG_CONTENT, nanos, instance, problem))
			.orElseGet(() -> new Result(kind, Outcome.OK, nanos, instance, ""));
	}

	void awaitLimit() {
		this.betweenRequests.until(this.endsAt);
	}

	void stop() {
		this.recorder.leave();
		this.betweenRequests.callOff();
	}

	/** Cuts what is still under way, uncounted. */
	@Override
	public void close() {
		this.recorder.close();
		this.betweenRequests.callOff();
		this.withinRequests.callOff();
		this.connections.close();
	}

	/** A request with all that belongs to its measured time. */
	interface Exchange {

		HttpResponse run() throws ExchangeFailedException;

	}

}
