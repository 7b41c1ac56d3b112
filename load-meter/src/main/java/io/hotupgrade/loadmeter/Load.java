package io.hotupgrade.loadmeter;

import java.time.Duration;

/**
 * A number of clients that do the same thing. Immutable: may be given to several meters.
 */
public abstract class Load {

	private final String kind;

	private final int threads;

	Load(String kind, int threads) {
		if (threads < 1) {
			throw new IllegalArgumentException(kind + ": " + threads + " clients; at least 1 is needed");
		}
		this.kind = kind;
		this.threads = threads;
	}

	/**
	 * The name under which its requests are counted.
	 * @return the name
	 */
	public final String kind() {
		return this.kind;
	}

	final int threads() {
		return this.threads;
	}

	/** The time that one request takes a server that does just what is asked. */
	Duration requestDuration() {
		return Duration.ZERO;
	}

	/**
	 * Starts the clients' work for one meter.
	 * @return what each of the threads runs until the session ends
	 */
	abstract Client begin(LoadSession session);

	/** What a thread does. */
	interface Client {

		/**
		 * Makes requests until the session ends.
		 * @param index the thread's number, from 0
		 */
		void run(int index);

	}

}
