package io.hotupgrade.loadmeter;

import java.time.Duration;

/**
 * Requests that the server takes a while to answer: the sample's "/slow".
 */
public final class SlowRequests extends RepeatedRequests {

	/** The name under which these requests are counted. */
	public static final String KIND = "slow";

	private final Duration duration;

	/**
	 * Slow requests.
	 * @param clients the number of requests in flight at any time
	 * @param duration how long the server is asked to take, in whole milliseconds
	 */
	public SlowRequests(int clients, Duration duration) {
		super(KIND, clients);
		this.duration = duration;
	}

	@Override
	Duration requestDuration() {
		return this.duration;
	}

	@Override
	Request request(LoadSession session) {
		return Request.get("/slow?ms=" + this.duration.toMillis()).lasting(this.duration);
	}

	@Override
	ResponseCheck check() {
		return ResponseCheck.isText("slow=" + this.duration.toMillis());
	}

}
