package io.hotupgrade.autoconfigure.engine;

import io.hotupgrade.EngineSettings;
import io.hotupgrade.engine.UpgradeEngine;

/**
 * Creates the engine; {@link UpgradeEngine#create(EngineSettings, Runnable)} outside of
 * tests.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface UpgradeEngineFactory {

	UpgradeEngine create(EngineSettings settings, Runnable exit);

}
