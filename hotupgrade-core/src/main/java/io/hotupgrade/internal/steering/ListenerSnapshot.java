package io.hotupgrade.internal.steering;

/**
 * A listener's state in the kernel.
 *
 * @param members listening sockets, of any process, that share address and port with it,
 * itself included: the members of its SO_REUSEPORT group
 * @param acceptQueue connections that wait to be accepted from this process's listener
 */
public record ListenerSnapshot(int members, int acceptQueue) {

}
