package io.hotupgrade.engine;

import java.util.ArrayList;
import java.util.List;

import io.hotupgrade.Preflight;
import io.hotupgrade.UpgradeRefusedException;
import io.hotupgrade.UpgradeRequest;
import io.hotupgrade.internal.process.SuccessorLauncher;

/**
 * What is looked at before a launch, and takes too long for the engine's thread: it reads
 * the whole jar. Thread-safe.
 */
final class LaunchInspection {

	private final Instance instance;

	private final SuccessorLauncher launcher;

	private final List<PreflightLook> looks;

	/**
	 * Creates it.
	 * @param instance this instance
	 * @param launcher knows what would be launched
	 * @param looks what else is looked at
	 */
	LaunchInspection(Instance instance, SuccessorLauncher launcher, List<PreflightLook> looks) {
		this.instance = instance;
		this.launcher = launcher;
		this.looks = List.copyOf(looks);
	}

	/**
	 * Checks what would be launched.
	 * @param request what is wanted
	 * @throws UpgradeRefusedException if it should not be
	 */
	void check(UpgradeRequest request) {
		this.launcher.inspections(request, this.instance.baseCommand()).forEach(Runnable::run);
	}

	/**
	 * Looks for all that speaks against it.
	 * @param request what is wanted
	 * @return what was found
	 */
	List<Preflight.Finding> look(UpgradeRequest request) {
		List<Preflight.Finding> findings = new ArrayList<>();
		for (Runnable inspection : this.launcher.inspections(request, this.instance.baseCommand())) {
			try {
				inspection.run();
			}
			catch (UpgradeRefusedException ex) {
				findings.add(Preflight.Finding.obstacle(ex));
			}
		}
		findings.addAll(warnings());
		return findings;
	}

	/**
	 * What keeps no upgrade from beginning.
	 * @return what was found
	 */
	List<Preflight.Finding> warnings() {
		return this.looks.stream().map(PreflightLook::look).flatMap(List::stream).toList();
	}

}
