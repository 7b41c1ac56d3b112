package io.hotupgrade.server.learn;

import java.util.concurrent.TimeUnit;

import io.hotupgrade.LearnedRequests.LeftOut;
import org.jspecify.annotations.Nullable;

/**
 * One request that is looked at. It is kept as it was when its response began, and counts
 * when the response is complete. Thread-safe.
 *
 * @since 0.1.0
 */
public final class RequestSample {

	/** A warm-up that waits for slow responses warms nothing up. */
	private static final long SLOWEST = TimeUnit.SECONDS.toNanos(1);

	private final Learning learning;

	private final int weight;

	private volatile @Nullable Candidate candidate;

	/**
	 * Creates a sample.
	 * @param learning where it counts
	 * @param weight how many requests it stands for
	 */
	RequestSample(Learning learning, int weight) {
		this.learning = learning;
		this.weight = weight;
	}

	/**
	 * Tells that the response's headers are about to be sent.
	 * @param request the request
	 */
	public void responding(AnsweredRequest request) {
		this.candidate = this.learning.look(request, this.weight);
	}

	/**
	 * Tells that the response is complete.
	 * @param nanos how long the request took, in nanoseconds
	 * @param endless whether the response has no end of its own
	 */
	public void responded(long nanos, boolean endless) {
		Candidate found = this.candidate;
		if (found == null) {
			return;
		}
		this.candidate = null;
		if (endless || nanos > SLOWEST) {
			this.learning.leaveOut(LeftOut.TOO_SLOW, this.weight);
		}
		else {
			this.learning.learn(found, this.weight);
		}
	}

}
