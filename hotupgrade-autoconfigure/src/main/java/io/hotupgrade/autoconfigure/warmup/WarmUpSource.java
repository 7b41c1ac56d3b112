package io.hotupgrade.autoconfigure.warmup;

import java.util.Optional;

import io.hotupgrade.WarmUpPart;
import io.hotupgrade.WarmUpSettings;

/**
 * Where a part of the warm-up comes from. The sources are beans, and their order is that
 * of the parts.
 */
interface WarmUpSource {

	/** Before anything of the application's own runs. */
	int PIPELINE = 0;

	/** The application's own tasks. */
	int TASKS = 100;

	/** What the predecessor has learned of its clients. */
	int LEARNED = 200;

	/** What is configured, after what the tasks may have prepared for it. */
	int CONFIGURED = 300;

	/**
	 * Asked once, when a successor could be ready.
	 * @param settings how it warms up
	 * @return what is to be done; empty for nothing
	 */
	Optional<WarmUpPart> part(WarmUpSettings settings);

}
