package io.hotupgrade.internal.process;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What takes as long as it takes to read the jar that would be launched.
 *
 * @param plan what would be launched
 * @param sha256 what the jar is expected to be; empty if nobody says
 * @param programs finds the program that would run it
 */
record JarInspection(LaunchPlan plan, Optional<String> sha256, Programs programs) {

	/**
	 * What is looked at.
	 * @return each throws an {@link io.hotupgrade.UpgradeRefusedException} if something
	 * is in the way
	 */
	List<Runnable> checks() {
		List<Runnable> checks = new ArrayList<>();
		Optional<Path> jar = this.plan.jar();
		this.sha256.ifPresent((expected) -> checks.add(() -> new Checksum(expected).check(jar)));
		jar.ifPresent((file) -> {
			checks.add(() -> JarContents.check(file));
			java().ifPresent((program) -> checks.add(() -> JavaRelease.check(file, program)));
		});
		return checks;
	}

	/** The last of them, where other programs such as nice start it. */
	private Optional<Path> java() {
		List<String> launcher = this.plan.command().launcher();
		return this.programs.find(launcher.get(launcher.size() - 1)).map(this.plan.directory()::resolve);
	}

}
