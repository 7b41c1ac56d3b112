package io.hotupgrade.server.learn;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

import io.hotupgrade.LearnSettings;
import io.hotupgrade.LearnedRequests;
import io.hotupgrade.LearnedRequests.LeftOut;
import io.hotupgrade.WarmUp;
import org.jspecify.annotations.Nullable;

/**
 * What is being learned. Thread-safe. Whoever finds another one counting leaves it to
 * that one, and does not wait.
 */
final class Learning {

	private static final int MOST_WAITING = 10 * SamplingRate.MOST;

	private final LearnSettings settings;

	private final LongSupplier nanoTime;

	private final RecordingRules rules;

	private final ReentrantLock lock = new ReentrantLock();

	/** What the one that counts has been left, or is left out where that is too much. */
	private final Queue<Runnable> waiting = new ArrayBlockingQueue<>(MOST_WAITING);

	private final SamplingRate rate;

	private final PatternTable table;

	private final Map<LeftOut, Long> leftOut = new EnumMap<>(LeftOut.class);

	Learning(LearnSettings settings, LongSupplier nanoTime) {
		this.settings = settings;
		this.nanoTime = nanoTime;
		this.rules = new RecordingRules(settings);
		long now = nanoTime.getAsLong();
		this.rate = new SamplingRate(now);
		this.table = new PatternTable(settings.limit(), now);
	}

	/**
	 * Decides whether a request is looked at.
	 * @return takes what is to be known of it, or {@code null}
	 */
	@Nullable RequestSample sample() {
		int interval = this.rate.interval();
		return (interval == 1 || (ThreadLocalRandom.current().nextInt() & (interval - 1)) == 0)
				? new RequestSample(this, interval) : null;
	}

	/**
	 * Looks at a request.
	 * @param request the request
	 * @param weight how many it stands for
	 * @return what is to be learned once it is complete, or {@code null}
	 */
	@Nullable Candidate look(AnsweredRequest request, int weight) {
		if (request.attribute(WarmUp.REQUEST_ATTRIBUTE) != null) {
			return null;
		}
		Optional<LeftOut> reason = this.rules.check(request);
		if (reason.isPresent()) {
			leaveOut(reason.get(), weight);
			return null;
		}
		return this.rules.candidate(request);
	}

	void leaveOut(LeftOut reason, int weight) {
		count(() -> this.leftOut.merge(reason, (long) weight, Long::sum));
	}

	void learn(Candidate candidate, int weight) {
		count(() -> this.table.add(candidate, weight, this.nanoTime.getAsLong()));
	}

	private void count(Runnable counting) {
		this.waiting.offer(counting);
		// Looked at again, as one may have come just before the lock was given back.
		while (!this.waiting.isEmpty() && this.lock.tryLock()) {
			try {
				countWaiting();
			}
			finally {
				this.lock.unlock();
			}
		}
	}

	private void countWaiting() {
		for (Runnable next = this.waiting.poll(); next != null; next = this.waiting.poll()) {
			this.rate.taken(this.nanoTime.getAsLong());
			next.run();
		}
	}

	LearnedRequests learned() {
		this.lock.lock();
		try {
			return new LearnedRequests(true, this.table.mostFrequent(this.settings.limit()), this.leftOut);
		}
		finally {
			this.lock.unlock();
		}
	}

}
