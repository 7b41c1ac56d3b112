package io.hotupgrade.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

import io.hotupgrade.loadmeter.Target;
import io.hotupgrade.loadmeter.process.FreePort;
import io.hotupgrade.loadmeter.process.JavaLaunch;
import io.hotupgrade.loadmeter.process.JavaProcess;
import io.hotupgrade.loadmeter.process.ProcessState;
import io.hotupgrade.loadmeter.process.SampleDirectory;
import io.hotupgrade.loadmeter.process.SampleInstance;
import io.hotupgrade.loadmeter.process.UpgradeView;
import io.hotupgrade.loadmeter.process.Waiting;

/**
 * The sample with the starter, which replaces itself.
 */
final class HotUpgradeStage extends Stage {

	/** What the upgrade remarks of a start that it has found prepared. */
	private static final String PREPARED = "trained earlier";

	private static final double MICROS_PER_MILLI = 1_000;

	private static final Duration START_TIMEOUT = Duration.ofMinutes(1);

	private static final Duration UPGRADE_TIMEOUT = Duration.ofMinutes(3);

	private static final Duration LOOK_PERIOD = Duration.ofSeconds(1);

	private final Path jar;

	private final Path javaHome;

	private final boolean prepared;

	private final String[] properties;

	private SampleDirectory directory;

	private SampleInstance sample;

	private HotUpgradeStage(Path jar, Path javaHome, boolean prepared, String... properties) {
		this.jar = jar;
		this.javaHome = javaHome;
		this.prepared = prepared;
		this.properties = properties;
	}

	/**
	 * Makes a stage.
	 * @param jar the executable jar
	 * @param properties lines of configuration
	 */
	static HotUpgradeStage of(Path jar, String... properties) {
		return new HotUpgradeStage(jar, Path.of(System.getProperty("java.home")), false, properties);
	}

	/**
	 * Makes a stage whose new version has been prepared before it is asked for.
	 * @param jar the executable jar
	 * @param javaHome the Java to run it with
	 */
	static HotUpgradeStage prepared(Path jar, Path javaHome) {
		return new HotUpgradeStage(jar, javaHome, true, "hotupgrade.launch.prepare=train");
	}

	@Override
	void start() throws IOException {
		this.directory = own(SampleDirectory.create(this.jar, this.properties));
		this.directory.install("v1");
		int port = FreePort.find();
		JavaLaunch launch = this.directory.launch().withJavaHome(this.javaHome).withArguments("--server.port=" + port);
		if (this.prepared) {
			PreparedStart.of(launch);
		}
		this.sample = own(SampleInstance.adopt(JavaProcess.start(launch), Target.local(port), Target.local(port)));
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
		if (this.prepared && !ended.remark().contains(PREPARED)) {
			throw new IllegalStateException("The start was not a prepared one: " + ended.remark());
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
