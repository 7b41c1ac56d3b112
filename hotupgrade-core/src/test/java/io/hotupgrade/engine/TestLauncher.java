package io.hotupgrade.engine;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import io.hotupgrade.UpgradeRequest;
import io.hotupgrade.internal.process.PlannedStart;
import io.hotupgrade.internal.process.LaunchException;
import io.hotupgrade.internal.process.LaunchRequest;
import io.hotupgrade.internal.process.SuccessorLauncher;
import io.hotupgrade.internal.process.SuccessorProcess;

/**
 * Launches a {@link TestSuccessor}, and keeps what it was given.
 */
final class TestLauncher implements SuccessorLauncher {

	final TestSuccessor process = new TestSuccessor();

	LaunchRequest request;

	List<Runnable> inspections = List.of();

	Optional<Path> jar = Optional.empty();

	@Override
	public List<Runnable> checks(UpgradeRequest wanted, List<String> baseCommand) {
		return List.of();
	}

	@Override
	public List<Runnable> inspections(UpgradeRequest wanted, List<String> baseCommand) {
		return this.inspections;
	}

	@Override
	public Optional<Path> jar(UpgradeRequest wanted, List<String> baseCommand) {
		return this.jar;
	}

	@Override
	public Optional<Path> sameJar(UpgradeRequest wanted, List<String> baseCommand) {
		return Optional.empty();
	}

	@Override
	public PlannedStart plan(UpgradeRequest request, List<String> baseCommand) throws LaunchException {
		throw new LaunchException("Nothing is planned");
	}

	@Override
	public void checkLeaving() {
	}

	@Override
	public SuccessorProcess launch(LaunchRequest wanted) {
		this.request = wanted;
		return this.process;
	}

}
