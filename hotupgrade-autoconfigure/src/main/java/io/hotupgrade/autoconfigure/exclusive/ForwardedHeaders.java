package io.hotupgrade.autoconfigure.exclusive;

import java.util.Locale;
import java.util.Set;

/**
 * Which headers go with a request, or a response, from one instance to the other.
 */
final class ForwardedHeaders {

	/** Those of one connection, and those that the client of the JDK writes itself. */
	private static final Set<String> OF_A_CONNECTION = Set.of("connection", "keep-alive", "proxy-connection",
			"transfer-encoding", "te", "trailer", "upgrade", "http2-settings", "content-length", "expect", "host");

	private static final Set<String> OF_US = Set.of(Origin.HEADER.toLowerCase(Locale.ROOT));

	private ForwardedHeaders() {
	}

	static boolean passes(String name) {
		String lower = name.toLowerCase(Locale.ROOT);
		return !lower.startsWith(":") && !OF_A_CONNECTION.contains(lower) && !OF_US.contains(lower);
	}

}
