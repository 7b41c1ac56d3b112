package io.hotupgrade.autoconfigure.exclusive;

import java.util.concurrent.ExecutionException;

import io.hotupgrade.engine.UpgradeEngine;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether this instance has asked its predecessor for what cannot exist twice before it
 * was ready. Requests wait from then on.
 */
final class EarlyClaim {

	private static final Logger logger = LoggerFactory.getLogger(EarlyClaim.class);

	private volatile boolean made;

	void make(UpgradeEngine engine) throws InterruptedException, ExecutionException {
		boolean first = !this.made && engine.isAwaited();
		if (first) {
			logger.info("Waiting for the predecessor to let go of what cannot exist twice");
		}
		engine.claimResources().get();
		this.made = this.made || first;
	}

	boolean isMade() {
		return this.made;
	}

}
