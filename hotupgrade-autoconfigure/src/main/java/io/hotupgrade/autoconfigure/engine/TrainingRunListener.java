package io.hotupgrade.autoconfigure.engine;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringApplicationRunListener;

import io.hotupgrade.engine.UpgradeEngine;

/**
 * Looks after a process that only trains, from its start on.
 */
final class TrainingRunListener implements SpringApplicationRunListener {

	/**
	 * Called by Boot, for which it has to be the only public one.
	 * @param application the application that starts
	 * @param arguments its command line
	 */
	public TrainingRunListener(SpringApplication application, String[] arguments) {
		UpgradeEngine.endTrainingWithItsStarter();
	}

}
