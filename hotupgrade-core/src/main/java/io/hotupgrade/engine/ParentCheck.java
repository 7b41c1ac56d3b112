package io.hotupgrade.engine;

import java.util.Optional;

import io.hotupgrade.UpgradeRefusedException;
import io.hotupgrade.internal.log.EngineLog;
import io.hotupgrade.internal.supervision.Danger;
import io.hotupgrade.internal.supervision.Supervision;

/**
 * Whether a successor would outlive this process, given what is above it. Thread-safe.
 */
final class ParentCheck {

	private static final EngineLog logger = EngineLog.of(ParentCheck.class);

	private final Optional<Supervision> supervision;

	/**
	 * Creates it.
	 * @param supervision what is above this process; empty if nobody wants to know
	 */
	ParentCheck(Optional<Supervision> supervision) {
		this.supervision = supervision;
	}

	/**
	 * Finds out anew what takes time to be answered. Not on the engine's thread, which
	 * goes by the last answer.
	 */
	void ask() {
		this.supervision.ifPresent(Supervision::danger);
	}

	/**
	 * Checks it.
	 * @throws UpgradeRefusedException if a successor would not outlive this process
	 */
	void check() {
		this.supervision.flatMap(Supervision::dangerByLastAnswer).ifPresent((danger) -> {
			throw new UpgradeRefusedException(danger.reason(), "", danger.problem(), danger.remedy());
		});
	}

	/** Whoever looks into the log after an outage reads it too late. */
	void tell() {
		this.supervision.ifPresent((parents) -> parents.danger()
			.ifPresentOrElse(ParentCheck::tell,
					() -> parents.advice().ifPresent((advice) -> logger.info("{}", advice))));
	}

	private static void tell(Danger danger) {
		logger.info("Upgrades of this instance will be refused ({}): {}", danger.reason(), danger.message());
	}

}
