package io.hotupgrade.autoconfigure.exclusive;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.hotupgrade.exclusive.Entrance;
import io.hotupgrade.exclusive.RequestTally;

/**
 * Lets requests through, one by one, as long as this instance has what they need. Counts
 * those inside. Thread-safe; what waits goes on without its lock.
 */
final class RequestGate {

	private final boolean refuses;

	private final Object lock = new Object();

	/** For who comes now; not complete while requests wait. */
	private CompletableFuture<Passage> passage = CompletableFuture.completedFuture(Passage.SERVE);

	private int inside;

	private long held;

	private long sentOn;

	private long refused;

	/**
	 * Creates a gate that is open.
	 * @param refuses whether requests are refused where they would have to wait
	 */
	RequestGate(boolean refuses) {
		this.refuses = refuses;
	}

	/**
	 * A request has come. One that is served has to {@linkplain #leave() leave}.
	 * @return what becomes of it, as soon as that is known
	 */
	CompletableFuture<Passage> enter() {
		synchronized (this.lock) {
			if (!this.passage.isDone()) {
				this.held++;
			}
			return pass();
		}
	}

	/** With each change it is looked at again. */
	private CompletableFuture<Passage> pass() {
		synchronized (this.lock) {
			if (!this.passage.isDone()) {
				return this.passage.thenCompose((any) -> pass());
			}
			Passage now = this.passage.join();
			switch (now.kind()) {
				case SERVE -> this.inside++;
				case SEND_ON -> this.sentOn++;
				case REFUSE -> this.refused++;
			}
			return CompletableFuture.completedFuture(now);
		}
	}

	/**
	 * A request has been served.
	 */
	void leave() {
		synchronized (this.lock) {
			this.inside--;
			this.lock.notifyAll();
		}
	}

	/**
	 * A request that was to be sent on could not be, and nobody has seen it.
	 * @param entrance where it was to go
	 * @return what becomes of it in place of that
	 */
	CompletableFuture<Passage> turnBack(Entrance entrance) {
		synchronized (this.lock) {
			this.sentOn--;
			if (this.passage.isDone() && entrance.equals(this.passage.join().entrance())) {
				hold();
			}
			return enter();
		}
	}

	/**
	 * A request that was to be sent on got no answer.
	 */
	void failed() {
		synchronized (this.lock) {
			this.sentOn--;
			this.refused++;
		}
	}

	/**
	 * A request does not wait any longer, because its client has left. What becomes of it
	 * all the same, a moment later, does not count.
	 * @param asked what it was to wait for
	 */
	void forget(CompletableFuture<Passage> asked) {
		asked.thenAccept((passage) -> {
			synchronized (this.lock) {
				switch (passage.kind()) {
					case SERVE -> leave();
					case SEND_ON -> this.sentOn--;
					case REFUSE -> this.refused--;
				}
			}
		});
	}

	/**
	 * A request has waited too long.
	 * @param asked what it was to wait for
	 * @return what becomes of it in place of that
	 */
	Passage refuse(CompletableFuture<Passage> asked) {
		forget(asked);
		synchronized (this.lock) {
			this.refused++;
		}
		return Passage.REFUSE;
	}

	/**
	 * Keeps those that come from now on waiting.
	 */
	void hold() {
		synchronized (this.lock) {
			if (this.refuses) {
				change(Passage.REFUSE);
			}
			else if (this.passage.isDone()) {
				this.passage = new CompletableFuture<>();
			}
		}
	}

	/**
	 * Waits until all are served that have been let through.
	 * @return how many are not when the time is up
	 */
	int awaitEmpty(Duration limit) throws InterruptedException {
		long deadline = System.nanoTime() + limit.toNanos();
		synchronized (this.lock) {
			long left = limit.toNanos();
			while (this.inside > 0 && left > 0) {
				TimeUnit.NANOSECONDS.timedWait(this.lock, left);
				left = deadline - System.nanoTime();
			}
			return this.inside;
		}
	}

	/**
	 * Lets all through.
	 */
	void open() {
		change(Passage.SERVE);
	}

	/**
	 * Has the successor serve all.
	 */
	void sendOn(Entrance entrance) {
		change(Passage.sendOn(entrance));
	}

	/**
	 * Keeps nobody waiting any longer.
	 */
	void refuse() {
		change(Passage.REFUSE);
	}

	private void change(Passage next) {
		CompletableFuture<Passage> waitedFor;
		synchronized (this.lock) {
			waitedFor = this.passage;
			this.passage = CompletableFuture.completedFuture(next);
		}
		waitedFor.complete(next);
	}

	RequestTally tally() {
		synchronized (this.lock) {
			return new RequestTally(this.held, this.sentOn, this.refused);
		}
	}

}
