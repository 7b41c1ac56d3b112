package io.hotupgrade.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

import io.hotupgrade.loadmeter.Target;
import io.hotupgrade.loadmeter.process.JavaLaunch;
import io.hotupgrade.loadmeter.process.PreparedApplication;
import io.hotupgrade.loadmeter.process.ProcessState;
import io.hotupgrade.loadmeter.process.SampleDirectory;
import io.hotupgrade.loadmeter.process.SampleInstance;
import io.hotupgrade.loadmeter.process.UpgradeView;
import io.hotupgrade.loadmeter.process.Waiting;

/**
 * The sample with the starter, which replaces itself.
 */
final class HotUpgradeStage extends Stage {

	private static final double MICROS_PER_MILLI = 1_000;

	private static final Duration START_TIMEOUT = Duration.ofMinutes(1);

	private static final Duration UPGRADE_TIMEOUT = Duration.ofMinutes(3);

	private static final Duration LOOK_PERIOD = Duration.ofSeconds(1);

	private final Path jar;

	private final boolean prepared;

	private final String[] properties;

	private SampleDirectory directory;

	private SampleInstance sample;

	/**
	 * Makes a stage.
	 * @param jar the executable jar
	 * @param prepared whether it is extracted and its classes are archived before
	 * @param properties lines of configuration
	 */
	HotUpgradeStage(Path jar, boolean prepared, String... properties) {
		this.jar = jar;
		this.prepared = prepared;
		this.properties = properties;
	}

	@Override
	void start() throws IOException {
		this.directory = own(SampleDirectory.create(this.jar, this.properties));
		this.directory.install("v1");
		JavaLaunch launch = this.directory.launch();
		this.sample = own(SampleInstance.launch(this.prepared ? PreparedApplication.extract(launch).train() : launch));
		this.sample.awaitServing(START_TIMEOUT);
	}

	@Override
	Target target() {
		return this.sample.target();
	}

	@Override
	Change change() throws IOException {
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
		Map<String, Number> phases = new HashMap<>(ended.timings());
		phases.put("the commit alone", ended.receipt().commitMicros() / MICROS_PER_MILLI);
		return new Change(triggeredAt, goneAt, phases);
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

}
