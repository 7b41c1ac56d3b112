package io.hotupgrade.engine;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

import io.hotupgrade.ExclusiveReceipt;
import io.hotupgrade.FailureReason;
import io.hotupgrade.RequestStatistics;
import io.hotupgrade.SessionsReceipt;
import io.hotupgrade.ShiftPlan;
import io.hotupgrade.ShiftStatus;
import io.hotupgrade.StateReceipt;
import io.hotupgrade.SteeringStatus;
import io.hotupgrade.UpgradePhase;
import io.hotupgrade.UpgradeReceipt;
import io.hotupgrade.internal.control.ControlMessage;
import io.hotupgrade.internal.log.EngineLog;
import io.hotupgrade.internal.steering.SteeringException;
import io.hotupgrade.server.ServerLoad;

/**
 * Moves new connections to the successor, step by step or all at once, and watches what
 * both make of theirs. Used on the engine's thread only.
 */
final class TrafficShift {

	private static final EngineLog logger = EngineLog.of(TrafficShift.class);

	private final Instance instance;

	private final Servers servers;

	private final ListenerSteering steering;

	private final SharedPorts ports;

	private final SuccessorWatch watch;

	private final PhaseTimer timer;

	private final EngineScheduler scheduler;

	private final Supplier<UpgradeStateMachine> machine;

	/**
	 * Creates it.
	 * @param instance the predecessor
	 * @param servers its servers
	 * @param steering steers their listeners
	 * @param ports looks who listens
	 * @param watch compares how both answer requests
	 * @param timer limits a step
	 * @param scheduler tells the time
	 * @param machine tells where the upgrade is
	 */
	TrafficShift(Instance instance, Servers servers, ListenerSteering steering, SharedPorts ports, SuccessorWatch watch,
			PhaseTimer timer, EngineScheduler scheduler, Supplier<UpgradeStateMachine> machine) {
		this.instance = instance;
		this.servers = servers;
		this.steering = steering;
		this.ports = ports;
		this.watch = watch;
		this.timer = timer;
		this.scheduler = scheduler;
		this.machine = machine;
	}

	/**
	 * Plans the steps. What asks for the best that can be had gets it.
	 * @param configured the plan that the configuration asks for
	 * @return a course that has not begun
	 */
	ShiftCourse course(ShiftPlan configured) {
		boolean steered = this.steering.status().mode() != SteeringStatus.Mode.NONE;
		ShiftPlan plan = (steered || !configured.isAuto()) ? configured : ShiftPlan.INSTANT;
		return new ShiftCourse(plan, this.scheduler, this.servers::accepted);
	}

	/**
	 * Takes the next step, or the last one, which is the commit.
	 */
	void goOn(UpgradeRun upgrade) {
		this.timer.cancel();
		Optional<String> neighbour = this.instance.neighbour();
		if (neighbour.isPresent()) {
			upgrade.on(new UpgradeEvent.Failed(FailureReason.SEVERAL_APPLICATIONS, neighbour.get()));
			return;
		}
		try {
			if (this.ports.isPaired(upgrade)) {
				upgrade.course().next().ifPresentOrElse((step) -> begin(upgrade, step), () -> commit(upgrade));
			}
		}
		catch (SteeringException ex) {
			upgrade.on(new UpgradeEvent.Failed(FailureReason.STEERING_FAILED, ex.getMessage()));
		}
	}

	private void begin(UpgradeRun upgrade, ShiftPlan.Step step) {
		this.steering.toSecond(step.percent());
		upgrade.on(new UpgradeEvent.StepBegun(step.isGate()));
		// Clients that keep their connections would all meet the successor at once, when
		// it has proved nothing to them.
		this.servers.sendElsewhere(step.percent());
		if (!step.isGate()) {
			this.timer.set(upgrade.course().limit(step), () -> end(upgrade));
		}
		upgrade.course().advance();
		logger.info("Upgrade {}: {} % of new connections to the successor{}", upgrade.id(), step.percent(),
				step.isGate() ? ", until somebody says to go on" : "");
		publish(upgrade);
	}

	/** A successor that hangs gets no more. */
	private void end(UpgradeRun upgrade) {
		if (upgrade.link().isResponsive()) {
			upgrade.on(new UpgradeEvent.StepOver());
		}
		else {
			this.timer.set(Heartbeat.PERIOD, () -> end(upgrade));
		}
	}

	private void commit(UpgradeRun upgrade) {
		ServerLoad load = this.servers.load();
		int queued = this.steering.acceptQueue();
		long before = this.scheduler.nanoTime();
		this.steering.toSecond();
		upgrade.on(new UpgradeEvent.Shifted());
		Duration time = Duration.ofNanos(this.scheduler.nanoTime() - before);
		upgrade.story()
			.committed(new UpgradeReceipt(load.connections(), load.requests(), queued, 0, 0, Map.of(), time,
					SessionsReceipt.NONE, StateReceipt.NONE, ExclusiveReceipt.NONE));
		upgrade.course().advance();
		publish(upgrade);
	}

	private void publish(UpgradeRun upgrade) {
		ShiftStatus shift = upgrade.course().status();
		upgrade.story().shifted(shift);
		this.instance.shifted(shift);
		upgrade.link().send(new ControlMessage.Shifted(shift));
	}

	/**
	 * Compares what the successor has made of its traffic with what this instance does,
	 * as long as that can be taken back.
	 * @param upgrade the upgrade
	 * @param accepted the connections that the successor has accepted so far
	 * @param requests the requests that it has answered so far
	 */
	void compare(UpgradeRun upgrade, long accepted, RequestStatistics requests) {
		UpgradeStateMachine current = this.machine.get();
		boolean revocable = current.phase() == UpgradePhase.SHIFTING || current.phase() == UpgradePhase.PROBATION;
		if (!revocable || !upgrade.course().hasBegun() || current.ending().isPresent()) {
			return;
		}
		ShiftCourse course = upgrade.course();
		course.reported(accepted, this.watch.own(), requests);
		this.watch.compare(requests, course.isAwaiting())
			.ifPresentOrElse(upgrade::on, () -> judgeStep(upgrade, requests));
		if (!upgrade.isOver()) {
			publish(upgrade);
		}
	}

	private void judgeStep(UpgradeRun upgrade, RequestStatistics requests) {
		switch (upgrade.course().judge(this.watch.own(), requests)) {
			case PROVED -> end(upgrade);
			case HELD -> logger.info("Upgrade {}: {}", upgrade.id(), upgrade.course().describeHold());
			case OVERDUE -> this.watch.judgeAtLast().ifPresentOrElse(upgrade::on, () -> goOnAnyway(upgrade));
			case NOTHING_NEW -> {
			}
		}
	}

	private void goOnAnyway(UpgradeRun upgrade) {
		logger.warn("Upgrade {}: all new connections go to the successor though it is not as fast as this instance, "
				+ "as the time for that is over (hotupgrade.shift)", upgrade.id());
		end(upgrade);
	}

}
