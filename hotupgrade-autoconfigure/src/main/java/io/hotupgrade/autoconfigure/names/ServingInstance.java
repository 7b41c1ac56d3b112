package io.hotupgrade.autoconfigure.names;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.hotupgrade.UpgradeListener;
import io.hotupgrade.UpgradeRecord;
import io.hotupgrade.engine.UpgradeEngine;
import org.jspecify.annotations.Nullable;

/**
 * Knows whether it is this instance that serves, or another one: for what both own and
 * only one may use, such as a file or an entry in a registry. Thread-safe.
 *
 * @since 0.1.0
 */
public final class ServingInstance {

	private final UpgradeEngine engine;

	private final long pid;

	private final List<Runnable> observers = new CopyOnWriteArrayList<>();

	private volatile @Nullable UpgradeRecord last;

	/**
	 * Creates it.
	 * @param engine tells of upgrades
	 * @param pid this process
	 */
	public ServingInstance(UpgradeEngine engine, long pid) {
		this.engine = engine;
		this.pid = pid;
		engine.addListener(new Listener());
	}

	/**
	 * Adds an observer.
	 * @param observer called when it may have changed, on the engine's thread; has to
	 * return at once
	 */
	void onNews(Runnable observer) {
		this.observers.add(observer);
	}

	/**
	 * Whether new connections come to this instance, or did until it began to stop.
	 * @return {@code false} if another instance serves, which has taken over from this
	 * one, or has not been taken over from
	 */
	public boolean serves() {
		UpgradeRecord upgrade = this.last;
		return (upgrade != null) ? upgrade.serving().pid() == this.pid : !this.engine.isAwaited();
	}

	private final class Listener implements UpgradeListener {

		@Override
		public void phaseChanged(UpgradeRecord upgrade) {
			tell(upgrade);
		}

		@Override
		public void ended(UpgradeRecord upgrade) {
			tell(upgrade);
		}

		private void tell(UpgradeRecord upgrade) {
			ServingInstance.this.last = upgrade;
			ServingInstance.this.observers.forEach(Runnable::run);
		}

	}

}
