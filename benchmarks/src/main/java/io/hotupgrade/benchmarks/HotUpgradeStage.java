package io.hotupgrade.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

import io.hotupgrade.loadmeter.Target;
import io.hotupgrade.loadmeter.process.ProcessState;
import io.hotupgrade.loadmeter.process.SampleDirectory;
import io.hotupgrade.loadmeter.process.SampleInstance;
import io.hotupgrade.loadmeter.process.UpgradeView;
import io.hotupgrade.loadmeter.process.Waiting;

/**
 * The sample with the starter, which replaces itself.
 */
final class HotUpgradeStage implements Stage {

	private static final Duration START_TIMEOUT = Duration.ofMinutes(1);

	private static final Duration UPGRADE_TIMEOUT = Duration.ofMinutes(3);

	private static final Duration LOOK_PERIOD = Duration.ofSeconds(1);

	private final SampleDirectory directory;

	private final SampleInstance sample;

	private HotUpgradeStage(SampleDirectory directory, SampleInstance sample) {
		this.directory = directory;
		this.sample = sample;
	}

	static HotUpgradeStage start(Path jar, String... properties) throws IOException {
		SampleDirectory directory = SampleDirectory.create(jar, properties);
		try {
			directory.install("v1");
			return new HotUpgradeStage(directory, SampleInstance.start(directory.launch(), START_TIMEOUT));
		}
		catch (IOException | RuntimeException ex) {
			directory.close();
			throw ex;
		}
	}

	@Override
	public Target target() {
		return this.sample.target();
	}

	@Override
	public Change change() throws IOException {
		this.directory.install("v2");
		long triggeredAt = System.nanoTime();
		UpgradeView upgrade = this.sample.beginUpgrade();
		awaitEnd(upgrade);
		long goneAt = System.nanoTime();
		UpgradeView ended = this.sample.awaitUpgrade(upgrade.id(), UPGRADE_TIMEOUT);
		if (!ended.hasSucceeded()) {
			throw new IllegalStateException(
					"The upgrade is " + ended.outcome() + ": " + ended.reason() + " " + ended.message());
		}
		return new Change(triggeredAt, goneAt, ended.timings());
	}

	/** Asks the endpoint seldom: that would be load which the others do not have. */
	private void awaitEnd(UpgradeView upgrade) {
		long[] nextLookAt = { System.nanoTime() };
		boolean ended = Waiting.until(UPGRADE_TIMEOUT, () -> {
			if (System.nanoTime() - nextLookAt[0] < 0) {
				return !ProcessState.isRunning(upgrade.predecessor().pid());
			}
			nextLookAt[0] = System.nanoTime() + LOOK_PERIOD.toNanos();
			return isInHistory(upgrade.id());
		});
		if (!ended) {
			throw new IllegalStateException("The upgrade did not end within " + UPGRADE_TIMEOUT);
		}
	}

	private boolean isInHistory(String id) {
		try {
			return this.sample.endpoint().status().ended(id).isPresent();
		}
		catch (IOException ex) {
			return false;
		}
	}

	@Override
	public void close() {
		this.sample.close();
		this.directory.close();
	}

}
