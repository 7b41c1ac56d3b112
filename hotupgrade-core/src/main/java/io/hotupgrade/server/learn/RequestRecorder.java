package io.hotupgrade.server.learn;

import java.util.function.LongSupplier;

import io.hotupgrade.LearnSettings;
import io.hotupgrade.LearnedRequests;
import org.jspecify.annotations.Nullable;

/**
 * Learns which requests clients send, while somebody wants that: as long as nobody does,
 * a request costs the reading of one volatile field. Otherwise the busier the server is,
 * the fewer requests are looked at. No request waits for another. Thread-safe.
 *
 * @since 0.1.0
 */
public final class RequestRecorder {

	private final LongSupplier nanoTime;

	private volatile @Nullable Learning learning;

	public RequestRecorder() {
		this(System::nanoTime);
	}

	RequestRecorder(LongSupplier nanoTime) {
		this.nanoTime = nanoTime;
	}

	/**
	 * Called for each request, when it begins.
	 * @return takes what is to be known of this request; {@code null} for those that are
	 * not looked at
	 */
	public @Nullable RequestSample sample() {
		Learning current = this.learning;
		return (current != null) ? current.sample() : null;
	}

	/**
	 * Begins to learn, from nothing.
	 * @param settings what to learn
	 */
	public void start(LearnSettings settings) {
		this.learning = new Learning(settings, this.nanoTime);
	}

	/**
	 * What was learned in the last minutes.
	 * @return the requests that a successor should be given
	 */
	public LearnedRequests learned() {
		Learning current = this.learning;
		return (current != null) ? current.learned() : LearnedRequests.NONE;
	}

}
