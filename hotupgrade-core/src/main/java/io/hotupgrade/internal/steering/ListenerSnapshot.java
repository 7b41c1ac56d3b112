package io.hotupgrade.internal.steering;

import java.util.Set;

/**
 * A listener's state in the kernel.
 *
 * @param members listening sockets, of any process, that share address and port with it,
 * itself included: the members of its SO_REUSEPORT group
 * @param acceptQueue connections that wait to be accepted from this process's listener
 * @param handshakes remote ends ({@code address:port}) of the handshakes under way with
 * any member. The kernel does not tell with which
 */
public record ListenerSnapshot(int members, int acceptQueue, Set<String> handshakes) {

	public ListenerSnapshot {
		handshakes = Set.copyOf(handshakes);
	}

}
