package io.hotupgrade.undertow;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The streams of an HTTP/2 connection that the client has reset most recently. Undertow
 * does not tell who has reset a stream. Safe for use by many threads.
 */
final class PeerResets {

	/** More than a client can have open at once, so none that matters is forgotten. */
	private static final int MOST = 1_000;

	private final Set<Integer> streams = Collections.synchronizedSet(Collections.newSetFromMap(new LinkedHashMap<>() {

		private static final long serialVersionUID = 1L;

		@Override
		protected boolean removeEldestEntry(Map.Entry<Integer, Boolean> eldest) {
			return size() > MOST;
		}

	}));

	void add(int stream) {
		this.streams.add(stream);
	}

	boolean contains(int stream) {
		return this.streams.contains(stream);
	}

}
