package io.hotupgrade.autoconfigure.engine;

import io.hotupgrade.engine.UpgradeEngine;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringApplicationRunListener;

/**
 * Does what would come too late once there are beans: looks where this process was
 * started, and after one that only trains.
 */
final class EarlyRunListener implements SpringApplicationRunListener {

	/**
	 * Called by Boot, for which it has to be the only public one.
	 * @param application the application that starts
	 * @param arguments its command line
	 */
	public EarlyRunListener(SpringApplication application, String[] arguments) {
		UpgradeEngine.lookWhereItWasStarted();
		UpgradeEngine.endTrainingWithItsStarter();
	}

}
