package io.hotupgrade.engine;

import java.io.Closeable;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import io.hotupgrade.SteeringStatus;
import io.hotupgrade.internal.steering.ListenerSnapshot;
import io.hotupgrade.internal.steering.SocketSteering;
import io.hotupgrade.internal.steering.SteeringException;
import io.hotupgrade.internal.steering.SteeringProgram;

/**
 * A kernel that notes which program it was given.
 */
class TestSteering implements SocketSteering {

	final List<SteeringProgram> programs = new ArrayList<>();

	SteeringStatus.Mode mode = SteeringStatus.Mode.CBPF;

	int members = 1;

	int acceptQueue;

	Set<String> handshakes = Set.of();

	int gates;

	int gatesOpened;

	List<String> rivals = List.of();

	SteeringException failure;

	/** Thrown where the kernel is asked what there is. */
	SteeringException unreadable;

	@Override
	public SteeringStatus status() {
		return new SteeringStatus(this.mode, "");
	}

	@Override
	public void steer(InetSocketAddress listener, SteeringProgram program) {
		if (this.failure != null) {
			throw this.failure;
		}
		this.programs.add(program);
	}

	@Override
	public Closeable refuseNewConnections(InetSocketAddress listener) {
		this.gates++;
		return () -> this.gatesOpened++;
	}

	@Override
	public ListenerSnapshot inspect(InetSocketAddress listener) {
		if (this.unreadable != null) {
			throw this.unreadable;
		}
		return new ListenerSnapshot(this.members, this.acceptQueue);
	}

	@Override
	public Set<String> handshakes(InetSocketAddress listener) {
		if (this.unreadable != null) {
			throw this.unreadable;
		}
		return this.handshakes;
	}

	@Override
	public List<String> findRivals(InetSocketAddress listener) {
		return this.rivals;
	}

	SteeringProgram last() {
		return this.programs.get(this.programs.size() - 1);
	}

}
