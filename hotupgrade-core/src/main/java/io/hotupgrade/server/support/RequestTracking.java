package io.hotupgrade.server.support;

import io.hotupgrade.server.RequestMeter;
import io.hotupgrade.server.learn.RequestRecorder;

/**
 * Begins the tracking of a server's requests.
 *
 * @param meter where their status and duration go
 * @param recorder learns which requests there are
 * @since 0.1.0
 */
public record RequestTracking(RequestMeter meter, RequestRecorder recorder) {

	/**
	 * Begins to track a request.
	 * @param view what the server shows of it
	 * @return the request, which begins now
	 */
	public TrackedRequest begin(RequestView view) {
		return new TrackedRequest(view, this.meter, this.recorder.sample());
	}

}
