package io.hotupgrade.autoconfigure.exclusive;

import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * How a request came to the predecessor, which the successor is told in a header. Only
 * what comes by its private listener is believed.
 *
 * @param remoteAddress the client's address
 * @param remotePort the client's port
 * @param scheme {@code http} or {@code https}
 * @param host the host that the client has named, with its port as it stood there
 */
record Origin(String remoteAddress, int remotePort, String scheme, String host) {

	static final String HEADER = "X-Hotupgrade-Origin";

	private static final int PARTS = 4;

	private static final int HTTPS_PORT = 443;

	private static final int HTTP_PORT = 80;

	String toHeader() {
		return this.remoteAddress + " " + this.remotePort + " " + this.scheme + " " + this.host;
	}

	static Optional<Origin> of(@Nullable String header) {
		String[] parts = (header != null) ? header.split(" ", PARTS) : new String[0];
		if (parts.length != PARTS) {
			return Optional.empty();
		}
		try {
			return Optional.of(new Origin(parts[0], Integer.parseInt(parts[1]), parts[2], parts[3]));
		}
		catch (NumberFormatException ex) {
			return Optional.empty();
		}
	}

	boolean isSecure() {
		return "https".equals(this.scheme);
	}

	String serverName() {
		int colon = portColon();
		return (colon >= 0) ? this.host.substring(0, colon) : this.host;
	}

	int serverPort() {
		int colon = portColon();
		try {
			return (colon >= 0) ? Integer.parseInt(this.host.substring(colon + 1)) : defaultPort();
		}
		catch (NumberFormatException ex) {
			return defaultPort();
		}
	}

	private int defaultPort() {
		return isSecure() ? HTTPS_PORT : HTTP_PORT;
	}

	/** Not one inside of an address of IPv6. */
	private int portColon() {
		int colon = this.host.lastIndexOf(':');
		return (colon > this.host.lastIndexOf(']')) ? colon : -1;
	}

}
