package io.hotupgrade.autoconfigure.events;

import io.hotupgrade.UpgradeListener;
import io.hotupgrade.engine.UpgradeEngine;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;

/**
 * Adds the application's listeners to the engine, once all beans exist: a listener may
 * itself depend on the engine.
 */
final class UpgradeListenerRegistrar implements SmartInitializingSingleton {

	private final UpgradeEngine engine;

	private final ObjectProvider<UpgradeListener> listeners;

	UpgradeListenerRegistrar(UpgradeEngine engine, ObjectProvider<UpgradeListener> listeners) {
		this.engine = engine;
		this.listeners = listeners;
	}

	@Override
	public void afterSingletonsInstantiated() {
		this.listeners.orderedStream().forEach(this.engine::addListener);
	}

}
