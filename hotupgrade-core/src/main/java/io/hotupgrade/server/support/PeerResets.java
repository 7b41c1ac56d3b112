package io.hotupgrade.server.support;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The streams of an HTTP/2 connection that the client has reset most recently, for
 * servers that do not tell who has reset a stream. Safe for use by many threads.
 *
 * @since 0.1.0
 */
public final class PeerResets {

	/** More than a client can have open at once, so none that matters is forgotten. */
	private static final int MOST = 1_000;

	private final Set<Integer> streams = Collections.synchronizedSet(Collections.newSetFromMap(new LinkedHashMap<>() {

		private static final long serialVersionUID = 1L;

		@Override
		protected boolean removeEldestEntry(Map.Entry<Integer, Boolean> eldest) {
			return size() > MOST;
		}

	}));

	/**
	 * Takes down a stream that the client has reset.
	 * @param stream the stream's number
	 */
	public void add(int stream) {
		this.streams.add(stream);
	}

	/**
	 * Whether the client has reset a stream.
	 * @param stream the stream's number
	 * @return whether it has, as far as is remembered
	 */
	public boolean contains(int stream) {
		return this.streams.contains(stream);
	}

}
