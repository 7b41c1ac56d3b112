package io.hotupgrade.autoconfigure;

import io.hotupgrade.EngineSettings;
import io.hotupgrade.engine.UpgradeEngine;

/**
 * Creates the engine; {@link UpgradeEngine#create(EngineSettings, Runnable)} outside of
 * tests.
 */
@FunctionalInterface
interface UpgradeEngineFactory {

	UpgradeEngine create(EngineSettings settings, Runnable exit);

}
