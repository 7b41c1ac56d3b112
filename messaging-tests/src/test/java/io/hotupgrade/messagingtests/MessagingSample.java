package io.hotupgrade.messagingtests;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.function.Predicate;

import io.hotupgrade.loadmeter.process.JavaLaunch;
import io.hotupgrade.loadmeter.process.SampleInstance;
import io.hotupgrade.loadmeter.process.StatusView;
import io.hotupgrade.loadmeter.process.UpgradeView;
import io.hotupgrade.loadmeter.process.Waiting;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The packaged application with background work, through its upgrades.
 */
final class MessagingSample implements AutoCloseable {

	static final Duration LIMIT = Duration.ofSeconds(120);

	private static final Set<String> COMMITTED = Set.of("PROBATION", "DRAINING");

	private final SampleInstance instance;

	private final Path directory;

	private MessagingSample(SampleInstance instance, Path directory) {
		this.instance = instance;
		this.directory = directory;
	}

	/**
	 * Starts the application with one library.
	 * @param directory an empty directory
	 * @param profile which library
	 * @param arguments further arguments
	 * @return the running application, to be closed
	 */
	static MessagingSample start(Path directory, String profile, String... arguments) {
		return start(Generation.BOOT4, directory, profile, arguments);
	}

	/**
	 * The same with the application of another generation of Spring Boot.
	 */
	static MessagingSample start(Generation generation, Path directory, String profile, String... arguments) {
		JavaLaunch launch = JavaLaunch.ofJar(generation.jar())
			.withWorkDirectory(directory)
			.withJvmArguments("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")
			.withEnvironment("HOTUPGRADE_CONTROL_DIRECTORY", directory.resolve("control").toString())
			.withArguments("--spring.profiles.active=" + profile, "--numbers.directory=" + directory)
			.withArguments(arguments);
		return new MessagingSample(SampleInstance.start(launch, LIMIT), directory);
	}

	SampleInstance instance() {
		return this.instance;
	}

	HandledNumbers handled() {
		return HandledNumbers.read(this.directory);
	}

	/**
	 * Waits for something that it writes down.
	 * @param what what it is, for the message
	 * @param condition looked at again and again
	 */
	void await(String what, Predicate<HandledNumbers> condition) {
		boolean met = Waiting.until(LIMIT, () -> condition.test(handled()));
		assertThat(met)
			.as(() -> what + " within " + LIMIT + ", the end of the output:\n"
					+ String.join("\n", this.instance.first().lastOutput()))
			.isTrue();
	}

	/**
	 * Goes through an upgrade.
	 * @param course how it goes
	 * @param worked how many numbers the successor handles before that
	 * @return the upgrade, which is over
	 */
	UpgradeView play(Course course, int worked) throws Exception {
		UpgradeView begun = this.instance.beginUpgrade();
		long successor = begun.successor().pid();
		await("Work of the successor", (handled) -> handled.by(successor) >= worked);
		this.instance.endpoint()
			.awaitStatus("commit of upgrade " + begun.id(), LIMIT, (status) -> isCommitted(status, begun));
		course.afterCommit(this, begun);
		UpgradeView ended = this.instance.awaitUpgrade(begun.id(), LIMIT);
		assertThat(ended.outcome()).as(ended.message()).isEqualTo(course.outcome());
		return ended;
	}

	private static boolean isCommitted(StatusView status, UpgradeView upgrade) {
		return status.ended(upgrade.id()).isPresent()
				|| status.upgrade() != null && COMMITTED.contains(status.upgrade().phase());
	}

	/**
	 * Ends the application as an administrator does, so that nothing is handled any more.
	 * @return all that it has handled
	 */
	HandledNumbers stop() throws Exception {
		this.instance.running().forEach(ProcessHandle::destroy);
		boolean ended = Waiting.until(LIMIT, () -> this.instance.family().findAny().isEmpty());
		assertThat(ended).as("all processes end on SIGTERM").isTrue();
		return handled();
	}

	@Override
	public void close() {
		this.instance.close();
	}

}
