package io.hotupgrade.exclusive;

import java.net.InetSocketAddress;
import java.util.Map;

/**
 * Where a predecessor sends requests on that it can no longer answer.
 *
 * @param address an address of this machine at which the successor speaks HTTP/1.1
 * @param headers what each request has to have there; a secret
 * @since 0.1.0
 */
public record Entrance(InetSocketAddress address, Map<String, String> headers) {

	public Entrance {
		headers = Map.copyOf(headers);
	}

	/** Without the secret, so that it can be logged. */
	@Override
	public String toString() {
		return "Entrance[" + this.address + "]";
	}

}
