package io.hotupgrade.engine;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.hotupgrade.FailureReason;
import io.hotupgrade.internal.control.ControlChannel;
import io.hotupgrade.internal.control.ControlMessage;
import io.hotupgrade.internal.control.ControlProtocolException;
import io.hotupgrade.internal.log.EngineLog;
import io.hotupgrade.internal.process.SuccessorProcess;
import io.hotupgrade.server.ServerListener;
import org.jspecify.annotations.Nullable;

/**
 * {@link SuccessorLink} to a process that this instance has launched, or that has asked
 * to take over.
 */
final class AdmittedSuccessor implements SuccessorLink {

	private static final EngineLog logger = EngineLog.of(AdmittedSuccessor.class);

	/**
	 * A process that dies closes its channel a moment before it can be reaped; its exit
	 * code says more than the end of the channel does.
	 */
	private static final Duration EXIT_GRACE = Duration.ofSeconds(1);

	private static final Duration KILL_PERIOD = Duration.ofSeconds(1);

	private static final Runnable NOTHING = () -> {
	};

	private final SuccessorProcess process;

	private final String upgradeId;

	private final Events events;

	private final EngineScheduler scheduler;

	private final Heartbeat heartbeat;

	private @Nullable ControlChannel channel;

	private List<ServerListener> listeners = List.of();

	private Runnable onceHeard = NOTHING;

	private Runnable cancelKill = NOTHING;

	private @Nullable Runnable onceReadToEnd;

	private boolean readToEnd;

	private boolean closed;

	AdmittedSuccessor(SuccessorProcess process, String upgradeId, Events events, EngineScheduler scheduler,
			Duration heartbeatTimeout) {
		this.process = process;
		this.upgradeId = upgradeId;
		this.events = events;
		this.scheduler = scheduler;
		this.heartbeat = new Heartbeat(scheduler, heartbeatTimeout,
				(number) -> send(new ControlMessage.Heartbeat(number)), this::silent);
		process.onExit().whenComplete((code, failure) -> scheduler.execute(() -> exited(code)));
	}

	private void exited(Integer code) {
		int known = (code != null) ? code : SuccessorProcess.UNKNOWN_EXIT_CODE;
		onceReadToEnd(() -> this.events.happened(new UpgradeEvent.SuccessorExited(describeExit(known))));
	}

	/**
	 * What the process said last explains its end, and may be on its way still: the end
	 * of a process and that of its channel are seen by different threads.
	 */
	private void onceReadToEnd(Runnable action) {
		if (this.channel == null || this.readToEnd) {
			action.run();
			return;
		}
		Runnable cancelWait = this.scheduler.schedule(this::runOnceReadToEnd, EXIT_GRACE);
		this.onceReadToEnd = () -> {
			cancelWait.run();
			action.run();
		};
	}

	private boolean runOnceReadToEnd() {
		Runnable action = this.onceReadToEnd;
		this.onceReadToEnd = null;
		if (action == null) {
			return false;
		}
		action.run();
		return true;
	}

	private String describeExit(int code) {
		String how = (code != SuccessorProcess.UNKNOWN_EXIT_CODE) ? "exited with code " + code : "ended";
		return "The successor (pid %d) %s before it had taken over%s".formatted(pid(), how,
				this.process.exitDetail(code));
	}

	private void silent(Duration silence) {
		this.events.happened(new UpgradeEvent.Failed(FailureReason.SUCCESSOR_UNRESPONSIVE,
				"Nothing was heard of the successor (pid %d) for %d s, and it is still connected: it hangs or is stopped (hotupgrade.control.heartbeat-timeout)"
					.formatted(pid(), silence.toSeconds())));
	}

	String upgradeId() {
		return this.upgradeId;
	}

	boolean isAwaited() {
		return this.channel == null && !this.closed;
	}

	void connected(ControlChannel connection, long pid, String version, ControlMessage welcome) {
		this.channel = connection;
		try {
			connection.send(welcome);
		}
		catch (ControlProtocolException ex) {
			this.events.happened(new UpgradeEvent.Failed(FailureReason.MESSAGE_TOO_LARGE,
					"The successor cannot be told what it has to know: " + ex.getMessage()));
			return;
		}
		catch (IOException ex) {
			logger.debug("The successor cannot be reached", ex);
		}
		this.heartbeat.start();
		this.events.connected(pid, version);
	}

	void isOf(String application) {
		this.events.isOf(application);
	}

	void received(ControlMessage message) {
		this.heartbeat.heard();
		try {
			dealWith(message);
		}
		catch (Throwable ex) {
			// Nobody would ever say this again, and the upgrade would wait for it.
			this.events.caught(ex);
		}
		Runnable heard = this.onceHeard;
		this.onceHeard = NOTHING;
		heard.run();
	}

	private void dealWith(ControlMessage message) {
		if (message instanceof ControlMessage.Bound bound) {
			this.listeners = bound.listeners();
			this.events.happened(new UpgradeEvent.Bound());
		}
		else if (message instanceof ControlMessage.WarmUp warmUp) {
			this.events.warmUp(warmUp.report());
		}
		else if (message instanceof ControlMessage.Ready) {
			this.process.restorePriorityToServe();
			this.events.happened(new UpgradeEvent.Ready());
		}
		else if (message instanceof ControlMessage.Failed failed) {
			this.events.happened(new UpgradeEvent.Failed(failed.reason(), failed.message()));
		}
		else if (message instanceof ControlMessage.Stopping) {
			this.events.stopping();
		}
		else if (message instanceof ControlMessage.AbortRequested) {
			this.events.happened(new UpgradeEvent.AbortRequested("The abort was requested at the successor"));
		}
		else if (message instanceof ControlMessage.Traffic traffic) {
			this.events.reported(traffic.accepted(), traffic.requests());
		}
		else if (message instanceof ControlMessage.Names names) {
			this.events.named(names.names());
		}
		else if (message instanceof ControlMessage.ResourcesWanted) {
			this.events.resourcesWanted();
		}
		else if (message instanceof ControlMessage.RequestEntrance entrance) {
			this.events.servesRequestsAt(entrance.toEntrance());
		}
		else if (message instanceof ControlMessage.WorkReleased released) {
			this.events.workReturned(Instant.ofEpochMilli(released.since()));
		}
		else if (message instanceof ControlMessage.ContinueRequested request) {
			this.events.continueRequested(request.step());
		}
		else if (!(message instanceof ControlMessage.Heartbeat)) {
			logger.debug("Ignored a message of the successor: {}", message);
		}
	}

	void channelClosed(Optional<Throwable> cause) {
		this.heartbeat.stop();
		this.readToEnd = true;
		if (runOnceReadToEnd()) {
			return;
		}
		if (cause.isPresent() && cause.get() instanceof ControlProtocolException garbage) {
			this.events.happened(new UpgradeEvent.Failed(FailureReason.PROTOCOL_VIOLATION,
					"The successor sent what is not a message of the control protocol: %s; check that both versions are compatible"
						.formatted(garbage.getMessage())));
			return;
		}
		String message = "The successor closed the control channel"
				+ cause.map((failure) -> ": " + failure.getMessage()).orElse("");
		this.scheduler.schedule(
				() -> this.events.happened(new UpgradeEvent.Failed(FailureReason.CHANNEL_CLOSED, message)), EXIT_GRACE);
	}

	@Override
	public long pid() {
		return this.process.pid();
	}

	@Override
	public SuccessorProcess process() {
		return this.process;
	}

	@Override
	public List<ServerListener> listeners() {
		return this.listeners;
	}

	@Override
	public boolean isResponsive() {
		return this.heartbeat.isHeard();
	}

	@Override
	public void onceHeard(Runnable action) {
		this.onceHeard = action;
	}

	@Override
	public void send(ControlMessage message) {
		if (this.channel == null) {
			return;
		}
		try {
			this.channel.send(message);
		}
		catch (ControlProtocolException ex) {
			logger.warn("The successor is not told something: {}", ex.getMessage());
		}
		catch (IOException ex) {
			logger.debug("The successor cannot be reached", ex);
		}
	}

	@Override
	public void terminate(Duration grace) {
		this.cancelKill.run();
		killAfter(grace);
		this.process.onExit().whenComplete((code, failure) -> this.scheduler.execute(() -> this.cancelKill.run()));
		signal(this.process::terminate);
	}

	/**
	 * Again and again, since a process that has no descriptor left can signal no other,
	 * and is not told so.
	 */
	private void killAfter(Duration delay) {
		this.cancelKill = this.scheduler.schedule(() -> {
			killAfter(KILL_PERIOD);
			logger.warn("The successor (pid {}) does not stop and is killed", pid());
			signal(this.process::kill);
		}, delay);
	}

	private void signal(Runnable signal) {
		try {
			signal.run();
		}
		catch (Throwable ex) {
			logger.warn("The successor (pid {}) cannot be ended at the moment: {}", pid(), ex.toString());
		}
	}

	@Override
	public void killAndReap(Duration limit) {
		try {
			this.process.onExit().get(limit.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (TimeoutException ex) {
			this.process.kill();
		}
		catch (InterruptedException ex) {
			this.process.kill();
			Thread.currentThread().interrupt();
		}
		catch (ExecutionException ex) {
			logger.debug("The successor's end could not be seen", ex);
		}
	}

	@Override
	public void close() {
		this.closed = true;
		this.heartbeat.stop();
		if (this.channel != null) {
			this.channel.close();
		}
	}

}
