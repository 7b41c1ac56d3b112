package io.hotupgrade.engine;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.hotupgrade.Preflight;
import io.hotupgrade.PreflightCheck;
import io.hotupgrade.UpgradeRefusedException;
import io.hotupgrade.UpgradeRequest;
import io.hotupgrade.internal.log.EngineLog;
import io.hotupgrade.internal.process.SuccessorLauncher;

/**
 * What is looked at before a launch, and takes too long for the engine's thread: it reads
 * the whole jar. Thread-safe.
 */
final class LaunchInspection {

	private static final EngineLog logger = EngineLog.of(LaunchInspection.class);

	private final Instance instance;

	private final SuccessorLauncher launcher;

	private final List<PreflightLook> looks;

	private final List<PreflightCheck> checks = new CopyOnWriteArrayList<>();

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
	 * Has somebody else look at the jar, too.
	 * @param check looks at it
	 */
	void add(PreflightCheck check) {
		this.checks.add(check);
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
		List<Preflight.Finding> findings = inspect(request);
		findings.addAll(warnings(request));
		return findings;
	}

	private List<Preflight.Finding> inspect(UpgradeRequest request) {
		List<Preflight.Finding> findings = new ArrayList<>();
		for (Runnable inspection : this.launcher.inspections(request, this.instance.baseCommand())) {
			try {
				inspection.run();
			}
			catch (UpgradeRefusedException ex) {
				findings.add(Preflight.Finding.obstacle(ex));
			}
		}
		return findings;
	}

	/**
	 * Looks without telling anybody, and without what others have added.
	 * @param request what is wanted
	 */
	void practise(UpgradeRequest request) {
		inspect(request);
		this.looks.forEach(PreflightLook::look);
	}

	/**
	 * What keeps no upgrade from beginning.
	 * @param request what is wanted
	 * @return what was found
	 */
	List<Preflight.Finding> warnings(UpgradeRequest request) {
		List<Preflight.Finding> findings = new ArrayList<>();
		this.looks.forEach((look) -> findings.addAll(look.look()));
		this.launcher.jar(request, this.instance.baseCommand())
			.filter(Files::isReadable)
			.ifPresent((jar) -> this.checks.forEach((check) -> findings.addAll(ask(check, jar))));
		return findings;
	}

	private static List<Preflight.Finding> ask(PreflightCheck check, Path jar) {
		try {
			return check.check(jar);
		}
		catch (RuntimeException ex) {
			logger.warn("What {} would say of {} is not known, as it has failed", check, jar, ex);
			return List.of();
		}
	}

}
