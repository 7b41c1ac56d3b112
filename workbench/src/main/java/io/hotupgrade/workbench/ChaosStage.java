package io.hotupgrade.workbench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import io.hotupgrade.loadmeter.process.EndpointAnswer;
import io.hotupgrade.loadmeter.process.SampleDirectory;
import io.hotupgrade.loadmeter.process.SampleInstance;
import io.hotupgrade.loadmeter.process.StatusView;
import io.hotupgrade.loadmeter.process.UpgradeClient;
import io.hotupgrade.loadmeter.process.UpgradeView;

/**
 * The sample as the randomised run sees it.
 */
final class ChaosStage implements AutoCloseable {

	private static final Duration START_TIMEOUT = Duration.ofMinutes(1);

	private static final Duration CALM_TIMEOUT = Duration.ofMinutes(3);

	/** What no instance may do, whatever has happened to its predecessor. */
	static final String NOT_REMEMBERED = "not remembered";

	private final SampleDirectory directory;

	private final Path control;

	private final SampleInstance sample;

	private long predecessor;

	private UpgradeView upgrade;

	ChaosStage(SampleDirectory directory) {
		this.directory = directory;
		this.control = directory.launch().workDirectory().resolve("control");
		this.sample = SampleInstance.start(directory.launch()
			.withJvmArguments("-XX:TieredStopAtLevel=1")
			.withEnvironment("HOTUPGRADE_CONTROL_DIRECTORY", this.control.toString()), START_TIMEOUT);
	}

	SampleDirectory directory() {
		return this.directory;
	}

	SampleInstance sample() {
		return this.sample;
	}

	UpgradeClient endpoint() {
		return this.sample.endpoint();
	}

	long predecessor() {
		return this.predecessor;
	}

	long successor() {
		return this.upgrade.successor().pid();
	}

	/**
	 * Asks for an upgrade.
	 * @return the refusal, or an empty string if it has begun
	 */
	String begin() throws IOException {
		this.predecessor = endpoint().status().pid();
		EndpointAnswer answer = endpoint().upgrade();
		if (answer.status() != 202) {
			return "REFUSED " + answer.refusal();
		}
		this.upgrade = answer.upgrade();
		this.sample.follow(successor());
		return "";
	}

	/**
	 * The phase of the upgrade that has begun.
	 * @return the phase, or an empty string if it is over or nobody can tell
	 */
	String phase() {
		try {
			StatusView status = endpoint().status();
			boolean runs = status.upgrade() != null && status.upgrade().outcome().isEmpty();
			return runs ? status.upgrade().phase() : "";
		}
		catch (IOException ex) {
			return "";
		}
	}

	/**
	 * Waits until one instance is left, and that is healthy.
	 * @return its state
	 * @throws IllegalStateException if that does not come about
	 */
	StatusView awaitCalm() {
		return endpoint().awaitStatus("calm with one healthy instance", CALM_TIMEOUT, this::isCalm);
	}

	private boolean isCalm(StatusView status) {
		return status.state().equals("SERVING") && status.upgrade() == null && this.sample.isServing()
				&& this.sample.family().map(ProcessHandle::pid).toList().equals(List.of(status.pid()));
	}

	/**
	 * How the upgrade ended, as far as the instance remembers that is left.
	 */
	String ending(StatusView calm) {
		return calm.history()
			.stream()
			.filter((ended) -> ended.id().equals(this.upgrade.id()))
			.findFirst()
			.map((ended) -> (ended.outcome() + " " + ended.reason()).strip())
			.orElse(NOT_REMEMBERED);
	}

	void deleteControlSockets() throws IOException {
		for (String name : controlFiles()) {
			if (name.endsWith(".sock")) {
				Files.deleteIfExists(this.control.resolve(name));
			}
		}
	}

	void deleteControlDirectory() throws IOException {
		for (String name : controlFiles()) {
			Files.deleteIfExists(this.control.resolve(name));
		}
		Files.deleteIfExists(this.control);
	}

	List<String> controlFiles() throws IOException {
		if (!Files.isDirectory(this.control)) {
			return List.of();
		}
		try (Stream<Path> files = Files.list(this.control)) {
			return files.map((file) -> file.getFileName().toString()).sorted().toList();
		}
	}

	@Override
	public void close() {
		this.sample.close();
	}

}
