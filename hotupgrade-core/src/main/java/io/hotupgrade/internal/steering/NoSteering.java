package io.hotupgrade.internal.steering;

import java.io.Closeable;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Set;

import io.hotupgrade.SteeringStatus;

/**
 * Steers nothing and sees nothing: for platforms that cannot, and for configurations that
 * do not want to.
 */
public final class NoSteering implements SocketSteering {

	private static final ListenerSnapshot ALONE = new ListenerSnapshot(1, 0);

	private final SteeringStatus status;

	private final boolean passing;

	/**
	 * Creates it.
	 * @param reason why nothing is steered, for people
	 */
	public NoSteering(String reason) {
		this(reason, false);
	}

	/**
	 * Creates it.
	 * @param reason why nothing is steered, for people
	 * @param passing whether it may be different the next time
	 */
	NoSteering(String reason, boolean passing) {
		this.passing = passing;
		this.status = new SteeringStatus(SteeringStatus.Mode.NONE, reason);
	}

	@Override
	public SteeringStatus status() {
		return this.status;
	}

	@Override
	public boolean isPassing() {
		return this.passing;
	}

	@Override
	public void steer(InetSocketAddress listener, SteeringProgram program) {
	}

	@Override
	public Closeable refuseNewConnections(InetSocketAddress listener) {
		return () -> {
		};
	}

	@Override
	public ListenerSnapshot inspect(InetSocketAddress listener) {
		return ALONE;
	}

	@Override
	public Set<String> handshakes(InetSocketAddress listener) {
		return Set.of();
	}

	@Override
	public List<String> findRivals(InetSocketAddress listener) {
		return List.of();
	}

}
