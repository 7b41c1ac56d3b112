package io.hotupgrade.workbench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import io.hotupgrade.loadmeter.process.EndpointAnswer;
import io.hotupgrade.loadmeter.process.SampleDirectory;
import io.hotupgrade.loadmeter.process.SampleInstance;
import io.hotupgrade.loadmeter.process.StatusView;
import io.hotupgrade.loadmeter.process.UpgradeClient;
import io.hotupgrade.loadmeter.process.UpgradeView;
import io.hotupgrade.loadmeter.process.Waiting;

/**
 * The sample as the randomised run sees it.
 */
final class ChaosStage implements AutoCloseable {

	private static final Duration START_TIMEOUT = Duration.ofMinutes(1);

	private static final Duration CALM_TIMEOUT = Duration.ofMinutes(3);

	private static final Duration TO_SPARE = Duration.ofSeconds(1);

	private static final String PROBATION = "PROBATION";

	private static final String DRAINING = "DRAINING";

	/** What no instance may do, whatever has happened to its predecessor. */
	static final String NOT_REMEMBERED = "not remembered";

	private final SampleDirectory directory;

	private final Path control;

	private final SampleInstance sample;

	private long predecessor;

	private UpgradeView upgrade;

	private long begunAt;

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
		this.begunAt = System.nanoTime();
		this.upgrade = answer.upgrade();
		this.sample.follow(successor());
		return "";
	}

	/**
	 * The phase of the upgrade that has begun.
	 * @return the phase, or an empty string if it is over or nobody can tell
	 */
	String phase() {
		return running().map(UpgradeView::phase).orElse("");
	}

	private Optional<UpgradeView> running() {
		return status().map(StatusView::upgrade).filter((running) -> running.outcome().isEmpty());
	}

	private Optional<StatusView> status() {
		try {
			return Optional.of(endpoint().status());
		}
		catch (IOException ex) {
			return Optional.empty();
		}
	}

	/**
	 * Whether a successor that ends now is replaced by its predecessor, with some time to
	 * spare for the message that ends it.
	 */
	boolean canBeTakenBack() {
		return running().filter((running) -> !running.phase().equals(DRAINING) && !isNearlyOver(running)).isPresent();
	}

	private boolean isNearlyOver(UpgradeView running) {
		if (!running.phase().equals(PROBATION)) {
			return false;
		}
		long before = running.timings().values().stream().mapToLong(Long::longValue).sum();
		Duration onProbation = Duration.ofNanos(System.nanoTime() - this.begunAt).minusMillis(before);
		return onProbation.plus(TO_SPARE).compareTo(Chaos.PROBATION) >= 0;
	}

	/**
	 * Waits until one instance is left, and that is healthy.
	 * @return its state
	 * @throws IllegalStateException if that does not come about, at once if nobody is
	 * left
	 */
	StatusView awaitCalm() {
		List<StatusView> calm = new ArrayList<>();
		boolean reached = Waiting.until(CALM_TIMEOUT, () -> {
			status().filter(this::isCalm).ifPresent(calm::add);
			return !calm.isEmpty() || this.sample.family().findAny().isEmpty();
		});
		if (calm.isEmpty()) {
			throw new IllegalStateException(
					(reached ? "No instance is left" : "No calm with one healthy instance within " + CALM_TIMEOUT)
							+ "; the end of the output:\n" + String.join("\n", this.sample.first().lastOutput()));
		}
		return calm.get(0);
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
