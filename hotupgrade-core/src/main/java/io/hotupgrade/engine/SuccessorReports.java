package io.hotupgrade.engine;

import java.util.List;
import java.util.function.IntConsumer;

import io.hotupgrade.RequestStatistics;
import io.hotupgrade.WarmUpReport;

/**
 * What the successor's link reports, as long as the upgrade is the current one. Used on
 * the engine's thread only.
 */
final class SuccessorReports implements SuccessorLink.Events {

	private final UpgradeRun upgrade;

	private final Instance instance;

	private final TrafficShift shift;

	private final Safeguard safeguard;

	private final Runnable tellNames;

	private final IntConsumer proceed;

	/**
	 * Creates it.
	 * @param upgrade the upgrade
	 * @param instance the predecessor
	 * @param shift compares the traffic of both
	 * @param safeguard deals with what goes wrong
	 * @param tellNames tells the successor this instance's names
	 * @param proceed lets a given step be followed by the next
	 */
	SuccessorReports(UpgradeRun upgrade, Instance instance, TrafficShift shift, Safeguard safeguard, Runnable tellNames,
			IntConsumer proceed) {
		this.upgrade = upgrade;
		this.instance = instance;
		this.shift = shift;
		this.safeguard = safeguard;
		this.tellNames = tellNames;
		this.proceed = proceed;
	}

	@Override
	public void connected(long pid, String version) {
		whileCurrent(() -> {
			this.upgrade.story().connected(pid, version);
			this.upgrade.publish();
			this.tellNames.run();
		});
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
		whileCurrent(() -> this.upgrade.on(event));
	}

	@Override
	public void reported(long accepted, RequestStatistics requests) {
		whileCurrent(() -> this.shift.compare(this.upgrade, accepted, requests));
	}

	@Override
	public void continueRequested(int step) {
		whileCurrent(() -> this.proceed.accept(step));
	}

	private void whileCurrent(Runnable task) {
		if (!this.upgrade.isOver()) {
			this.safeguard.isDone(task);
		}
	}

}
