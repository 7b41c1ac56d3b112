package io.hotupgrade.loadmeter;

import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Requests that the sample answers from other threads than the one that took them, each
 * answer checked to the last byte.
 */
public final class AsyncRequests extends RepeatedRequests {

	private static final int PER_SECOND = 10;

	private final Way way;

	private final int seconds;

	/**
	 * Asynchronous requests.
	 * @param way how the sample answers
	 * @param clients the number of requests in flight at any time
	 * @param seconds how long each takes
	 */
	public AsyncRequests(Way way, int clients, int seconds) {
		super(way.kind, clients);
		this.way = way;
		this.seconds = seconds;
	}

	@Override
	Duration requestDuration() {
		return Duration.ofSeconds(this.seconds);
	}

	@Override
	Request request(LoadSession session) {
		return Request.get(this.way.path + this.seconds * this.way.unitsPerSecond).lasting(requestDuration());
	}

	@Override
	ResponseCheck check() {
		return switch (this.way) {
			case DEFERRED_RESULT, CALLABLE -> ResponseCheck.isText("slow=" + this.seconds * this.way.unitsPerSecond);
			case STREAMING_BODY -> new StreamCheck(this.seconds * PER_SECOND);
			case EVENTS -> ResponseCheck.isText(events(this.seconds * PER_SECOND));
		};
	}

	private static String events(int count) {
		return IntStream.rangeClosed(1, count)
			.mapToObj((event) -> "data:event " + event + "\n\n")
			.collect(Collectors.joining());
	}

	/**
	 * How the sample answers.
	 */
	public enum Way {

		/** Spring's {@code DeferredResult}. */
		DEFERRED_RESULT("deferred", "/async/deferred?ms=", 1_000),

		/** A {@code Callable}. */
		CALLABLE("callable", "/async/callable?ms=", 1_000),

		/** Spring's {@code StreamingResponseBody}. */
		STREAMING_BODY("streaming-body", "/async/body?seconds=", 1),

		/** Spring's {@code SseEmitter}. */
		EVENTS("events", "/sse?seconds=", 1);

		private final String kind;

		private final String path;

		private final int unitsPerSecond;

		Way(String kind, String path, int unitsPerSecond) {
			this.kind = kind;
			this.path = path;
			this.unitsPerSecond = unitsPerSecond;
		}

		/**
		 * The name under which such requests are counted.
		 * @return the name
		 */
		public String kind() {
			return this.kind;
		}

	}

}
