package io.hotupgrade.internal.steering;

import java.io.Closeable;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

import io.hotupgrade.SteeringStatus;

/**
 * What the kernel knows of, and does with, a listening TCP socket of this process. Safe
 * for use by several threads; no method waits for the network.
 * <p>
 * A listener is named by the address it is bound to. IPv4 addresses and their IPv6-mapped
 * form are the same, and so are the wildcard addresses of both families.
 */
public interface SocketSteering {

	/**
	 * Finds out what can be done here. Tries it on a socket of its own, which nobody else
	 * notices. The first call loads a native library and takes some hundred milliseconds.
	 * @return steering by the kernel, or {@link NoSteering} with the reason
	 */
	static SocketSteering detect() {
		return new SteeringDetection(System.getProperty("os.name"), Path.of("/proc")).detect();
	}

	/**
	 * Tells which mechanism is used and, where it is none, why.
	 * @return the mechanism
	 */
	SteeringStatus status();

	/**
	 * Whether it is worth while to {@linkplain #detect() find out} again, as a process
	 * without a descriptor that is left can find out nothing.
	 * @return whether that may have another result
	 */
	default boolean isPassing() {
		return false;
	}

	/**
	 * Sets who gets new connections from now on, for the listener's whole SO_REUSEPORT
	 * group. Connections that wait to be accepted stay where they are. Has no effect
	 * where nothing can be steered.
	 * @param listener address of a listener of this process
	 * @param program who gets new connections
	 * @throws SteeringException if this process has no such listener, or the kernel
	 * refuses
	 */
	void steer(InetSocketAddress listener, SteeringProgram program);

	/**
	 * Makes the kernel ignore every attempt to open a new connection to a listener that
	 * is alone in its group, so that its accept queue can be emptied without a race
	 * before it is closed. Handshakes under way are still finished. A client that is
	 * ignored tries again after a second. One that sends packets with a time to live of
	 * 255, which no common system does, is not ignored but reset.
	 * <p>
	 * Best effort: a failure is logged. All it costs is the certainty for connections
	 * that are opened at the very moment of closing.
	 * @param listener address of a listener of this process
	 * @return to be closed after the listener: from then on clients are refused, instead
	 * of ignored
	 */
	Closeable refuseNewConnections(InetSocketAddress listener);

	/**
	 * Looks at a listener's state in the kernel. Costs the same however many connections
	 * there are.
	 * @param listener address of a listener of this process
	 * @return the state
	 * @throws SteeringException if this process has no such listener, or the kernel does
	 * not tell
	 */
	ListenerSnapshot inspect(InetSocketAddress listener);

	/**
	 * Finds the handshakes under way with any member of a listener's group; the kernel
	 * does not tell with which. Reads a row for every connection of the machine, those
	 * that have been closed lately included: tens of milliseconds for ten thousands.
	 * <p>
	 * A connection whose handshake ends meanwhile is in the result, or in the accept
	 * queue that {@link #inspect} tells afterwards, or in both; never in neither.
	 * @param listener address of a listener of this process
	 * @return their remote ends, {@code address:port}
	 * @throws SteeringException if this process has no such listener, or the kernel does
	 * not tell
	 */
	Set<String> handshakes(InetSocketAddress listener);

	/**
	 * Looks for sockets of other processes that get new connections in a listener's
	 * place, although they do not share its address and port as members of its group: at
	 * a more specific address, or for IPv4 beside a listener for both.
	 * @param listener address of a listener of this process
	 * @return their addresses, for people
	 * @throws SteeringException if this process has no such listener, or the kernel does
	 * not tell
	 */
	List<String> findRivals(InetSocketAddress listener);

}
