package io.hotupgrade.internal.warmup;

import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

import io.hotupgrade.WarmUpPart;
import io.hotupgrade.WarmUpPart.OnUnexpected;
import io.hotupgrade.WarmUpPart.Sending;
import io.hotupgrade.WarmUpReport;

/**
 * Requests that are sent in turn, again and again. Thread-safe.
 */
final class RequestWork implements PartWork {

	private static final long PERCENT = 100;

	private final Sending sending;

	private final RequestPlan plan;

	private final Failures failures;

	private final LongSupplier nanoTime;

	private final CountDownLatch over = new CountDownLatch(1);

	/**
	 * Creates the work.
	 * @param part the requests
	 * @param failures where theirs are counted
	 * @param nanoTime the clock
	 */
	RequestWork(WarmUpPart.Requests part, Failures failures, LongSupplier nanoTime) {
		this.sending = part.sending();
		this.plan = new RequestPlan(part);
		this.failures = failures;
		this.nanoTime = nanoTime;
	}

	@Override
	public List<Runnable> workers(LoopbackClient client) {
		return Collections.nCopies(this.sending.concurrency(), () -> sendAll(client));
	}

	private void sendAll(LoopbackClient client) {
		try {
			while (!isOver() && !this.failures.areFatal()) {
				Optional<RequestSeries> series = this.plan.next();
				if (series.isEmpty()) {
					return;
				}
				rest(send(series.get(), client));
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private long send(RequestSeries series, LoopbackClient client) {
		long sentAt = this.nanoTime.getAsLong();
		Optional<String> unexpected;
		try {
			unexpected = this.sending.expectation().unexpected(series.request(), client.send(series.request()));
			series.answered(this.nanoTime.getAsLong() - sentAt);
		}
		catch (IOException ex) {
			unexpected = Optional.of("was not answered: " + ex);
		}
		if (!isOver()) {
			unexpected.ifPresent((what) -> unexpected(series, what));
		}
		return this.nanoTime.getAsLong() - sentAt;
	}

	private void unexpected(RequestSeries series, String what) {
		String description = series.name() + " " + what;
		series.failed();
		if (this.sending.onUnexpected() == OnUnexpected.END) {
			this.plan.stop("stopped: " + description);
		}
		else if (this.sending.onUnexpected() == OnUnexpected.SKIP) {
			series.skip();
		}
		else {
			this.failures.add(description);
		}
	}

	private void rest(long took) throws InterruptedException {
		if (this.sending.rest() > 0) {
			this.over.await(took * this.sending.rest() / PERCENT, TimeUnit.NANOSECONDS);
		}
	}

	private boolean isOver() {
		return this.over.getCount() == 0;
	}

	@Override
	public Duration limit() {
		return this.sending.limit();
	}

	@Override
	public void end() {
		this.over.countDown();
	}

	@Override
	public List<WarmUpReport.Requests> report() {
		return this.plan.report();
	}

}
