package io.hotupgrade.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import io.hotupgrade.UpgradeRecord;
import io.hotupgrade.UpgradeRequest;
import io.hotupgrade.internal.control.ControlMessage;
import io.hotupgrade.internal.process.CpuUse;
import io.hotupgrade.internal.process.LaunchException;
import io.hotupgrade.internal.process.PreparedStart;
import io.hotupgrade.internal.process.SuccessorProcess;
import io.hotupgrade.server.ServerListener;

/**
 * A successor without a process: the test says what it does.
 */
class TestSuccessor implements SuccessorLink, SuccessorProcess, SuccessorLinks {

	final List<ControlMessage> sent = new ArrayList<>();

	CompletableFuture<Integer> exit = new CompletableFuture<>();

	List<ServerListener> listeners = List.of(TestServer.LISTENER);

	Events events;

	LaunchException launchFailure;

	int launches;

	Duration terminationGrace;

	int kills;

	RuntimeException restoreFailure;

	RuntimeException terminationFailure;

	boolean committed;

	boolean lowered;

	CpuUse cpuUse = CpuUse.UNKNOWN;

	List<String> command = List.of("java", "-jar", "app.jar");

	boolean closed;

	/** Whether it sends something whenever it is listened to. */
	boolean responsive = true;

	boolean dying;

	private Runnable onceHeard = () -> {
	};

	void does(UpgradeEvent event) {
		this.events.happened(event);
	}

	void isHeard() {
		Runnable action = this.onceHeard;
		this.onceHeard = () -> {
		};
		action.run();
	}

	List<String> sentTypes() {
		return this.sent.stream().map((message) -> message.getClass().getSimpleName()).toList();
	}

	@Override
	public String newId() {
		return "upgrade-" + (this.launches + 1);
	}

	@Override
	public SuccessorLink launch(UpgradeRequest request, Optional<PreparedStart> prepared, UpgradeRecord upgrade,
			Events to) throws LaunchException {
		if (this.launchFailure != null) {
			throw this.launchFailure;
		}
		this.launches++;
		this.events = to;
		return this;
	}

	@Override
	public long pid() {
		return 4711;
	}

	@Override
	public SuccessorProcess process() {
		return this;
	}

	@Override
	public List<ServerListener> listeners() {
		return this.listeners;
	}

	@Override
	public boolean isResponsive() {
		return this.responsive;
	}

	@Override
	public void onceHeard(Runnable action) {
		this.onceHeard = action;
		if (this.responsive) {
			isHeard();
		}
	}

	@Override
	public void send(ControlMessage message) {
		this.sent.add(message);
	}

	@Override
	public void terminate(Duration grace) {
		this.terminationGrace = grace;
	}

	@Override
	public void killAndReap(Duration limit) {
	}

	@Override
	public void close() {
		this.closed = true;
	}

	@Override
	public List<String> command() {
		return this.command;
	}

	@Override
	public CompletableFuture<Integer> onExit() {
		return this.exit;
	}

	@Override
	public boolean isDying() {
		return this.dying;
	}

	@Override
	public void terminate() {
		if (this.terminationFailure != null) {
			throw this.terminationFailure;
		}
	}

	@Override
	public void kill() {
		this.kills++;
	}

	@Override
	public List<String> lastOutput() {
		return List.of("Error: Unable to access jarfile app.jar");
	}

	@Override
	public boolean isLowered() {
		return this.lowered;
	}

	@Override
	public CpuUse cpuUse() {
		return this.cpuUse;
	}

	@Override
	public void restorePriority() {
		if (this.restoreFailure != null) {
			throw this.restoreFailure;
		}
		this.lowered = false;
	}

	@Override
	public void restorePriorityToServe() {
		restorePriority();
	}

	@Override
	public void committed() {
		this.committed = true;
	}

}
