package io.hotupgrade.engine;

import java.time.Instant;
import java.util.List;

import io.hotupgrade.RequestStatistics;
import io.hotupgrade.WarmUpReport;
import io.hotupgrade.exclusive.Entrance;
import io.hotupgrade.internal.log.EngineLog;

/**
 * What the successor's link reports, as long as the upgrade is the current one. Used on
 * the engine's thread only.
 */
final class SuccessorReports implements SuccessorLink.Events {

	private static final EngineLog logger = EngineLog.of(SuccessorReports.class);

	private final UpgradeRun upgrade;

	private final Instance instance;

	private final String application;

	private final TrafficShift shift;

	private final Safeguard safeguard;

	private final Receiver receiver;

	/**
	 * Creates it.
	 * @param upgrade the upgrade
	 * @param instance the predecessor
	 * @param application its application's name, or an empty string
	 * @param shift compares the traffic of both
	 * @param safeguard deals with what goes wrong
	 * @param receiver is told what does not only concern this upgrade
	 */
	SuccessorReports(UpgradeRun upgrade, Instance instance, String application, TrafficShift shift, Safeguard safeguard,
			Receiver receiver) {
		this.upgrade = upgrade;
		this.instance = instance;
		this.application = application;
		this.shift = shift;
		this.safeguard = safeguard;
		this.receiver = receiver;
	}

	@Override
	public void connected(long pid, String version) {
		whileCurrent(() -> {
			this.upgrade.story().connected(pid, version);
			this.upgrade.publish();
			this.receiver.tellNames();
			this.receiver.tellLearned();
			this.receiver.tellSessions();
			this.receiver.tellState();
		});
	}

	@Override
	public void isOf(String other) {
		if (!this.application.isEmpty() && !other.isEmpty() && !other.equals(this.application)) {
			whileCurrent(() -> {
				this.upgrade.story().otherApplication(this.application, other);
				logger.warn("Upgrade {}: {}", this.upgrade.id(), this.upgrade.story().applicationRemark());
				this.upgrade.publish();
			});
		}
	}

	@Override
	public void named(List<String> names) {
		whileCurrent(() -> this.instance.otherIsNamed(names));
	}

	@Override
	public void warmUp(WarmUpReport report) {
		whileCurrent(() -> {
			this.upgrade.story().warmUp(report);
			this.upgrade.publish();
		});
	}

	@Override
	public void happened(UpgradeEvent event) {
		whileCurrent(() -> {
			if (event instanceof UpgradeEvent.Ready) {
				this.upgrade.story().started();
			}
			this.upgrade.on(event);
		});
	}

	@Override
	public void stopping() {
		whileCurrent(() -> {
			this.receiver.successorStops();
			SuccessorLink.Events.super.stopping();
		});
	}

	@Override
	public void resourcesWanted() {
		whileCurrent(this.receiver::releaseResources);
	}

	@Override
	public void servesRequestsAt(Entrance entrance) {
		whileCurrent(() -> this.receiver.sendRequestsTo(entrance));
	}

	@Override
	public void reported(long accepted, RequestStatistics requests) {
		whileCurrent(() -> this.shift.compare(this.upgrade, accepted, requests));
	}

	@Override
	public void workReturned(Instant since) {
		whileCurrent(() -> this.receiver.workReturned(since));
	}

	@Override
	public void continueRequested(int step) {
		whileCurrent(() -> this.receiver.proceed(step));
	}

	@Override
	public void caught(Throwable ex) {
		if (!this.upgrade.isOver()) {
			this.safeguard.caught(ex);
		}
	}

	private void whileCurrent(Runnable task) {
		if (!this.upgrade.isOver()) {
			this.safeguard.isDone(task);
		}
	}

	/**
	 * Who has launched the successor.
	 */
	interface Receiver {

		/** The successor can be told the names now. */
		void tellNames();

		/** The successor can be told now what it could warm up with. */
		void tellLearned();

		/** The successor can be told now where sessions are shared. */
		void tellSessions();

		/** The successor can be told now where it can come for state. */
		void tellState();

		/** The successor waits for what cannot exist twice. */
		void releaseResources();

		/** The successor serves requests that come to this instance. */
		void sendRequestsTo(Entrance entrance);

		/** Somebody wants the given step to be followed by the next. */
		void proceed(int step);

		/** The successor does no background work any more. */
		void workReturned(Instant since);

		/** The successor was told to stop. */
		void successorStops();

	}

}
