package io.hotupgrade.loadmeter;

import java.time.Duration;

/**
 * Long downloads, checked to the last byte: the sample's "/stream".
 */
public final class Downloads extends RepeatedRequests {

	/** The name under which these requests are counted. */
	public static final String KIND = "download";

	private static final int LINES_PER_SECOND = 10;

	private final int seconds;

	/**
	 * Downloads.
	 * @param clients the number of downloads in flight at any time
	 * @param seconds how long each takes
	 */
	public Downloads(int clients, int seconds) {
		super(KIND, clients);
		this.seconds = seconds;
	}

	@Override
	Duration requestDuration() {
		return Duration.ofSeconds(this.seconds);
	}

	@Override
	Request request(LoadSession session) {
		return Request.get("/stream?seconds=" + this.seconds).lasting(requestDuration());
	}

	@Override
	ResponseCheck check() {
		return new StreamCheck(this.seconds * LINES_PER_SECOND);
	}

}
