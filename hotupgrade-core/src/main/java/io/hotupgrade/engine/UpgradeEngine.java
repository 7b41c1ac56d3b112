package io.hotupgrade.engine;

import java.io.IOException;
import java.net.InetSocketAddress;

import io.hotupgrade.EngineSettings;
import io.hotupgrade.FailureReason;
import io.hotupgrade.HotUpgrade;
import io.hotupgrade.UpgradeListener;
import io.hotupgrade.UpgradeRecord;
import io.hotupgrade.UpgradeRequest;
import io.hotupgrade.UpgradeStatus;
import io.hotupgrade.server.ListenerPlan;
import io.hotupgrade.server.ServerLoad;
import io.hotupgrade.server.ServerRegistry;
import io.hotupgrade.server.UpgradableServer;

/**
 * Runs the hot upgrades of this process.
 */
public final class UpgradeEngine implements HotUpgrade, ServerRegistry, AutoCloseable {

	/**
	 * Creates the engine of this process. Where the process was launched by a
	 * predecessor, begins to connect to it; does not wait for that.
	 * @param settings the settings
	 * @param exit leaves the process once an upgrade has succeeded: has to call
	 * {@link #drain()} on its way, as stopping the application does. Called on a thread
	 * of its own
	 * @return the engine
	 */
	public static UpgradeEngine create(EngineSettings settings, Runnable exit) {
		throw new UnsupportedOperationException();
	}

	/**
	 * Adds a listener.
	 * @param listener the listener
	 */
	public void addListener(UpgradeListener listener) {
		throw new UnsupportedOperationException();
	}

	/**
	 * Whether this process was launched by a predecessor that has not handed over yet: it
	 * has no traffic and is waited for.
	 * @return {@code true} until commit
	 */
	public boolean isAwaited() {
		throw new UnsupportedOperationException();
	}

	/**
	 * The application tells that all its servers are bound.
	 */
	public void started() {
		throw new UnsupportedOperationException();
	}

	/**
	 * The application tells that it is ready for traffic.
	 */
	public void ready() {
		throw new UnsupportedOperationException();
	}

	/**
	 * The application tells that it cannot become ready.
	 * @param reason why, for scripts
	 * @param message why, for people
	 */
	public void failed(FailureReason reason, String message) {
		throw new UnsupportedOperationException();
	}

	/**
	 * Stops accepting, lets clients finish and returns when no connection is left or the
	 * time is up. Blocks; never call it on a server's own thread. After it has been
	 * called once, further calls wait for the same drain.
	 * @return what had to be cut at the time limit
	 */
	public ServerLoad drain() {
		throw new UnsupportedOperationException();
	}

	@Override
	public UpgradeStatus status() {
		throw new UnsupportedOperationException();
	}

	@Override
	public UpgradeRecord upgrade(UpgradeRequest request) {
		throw new UnsupportedOperationException();
	}

	@Override
	public UpgradeRecord abort() {
		throw new UnsupportedOperationException();
	}

	@Override
	public ListenerPlan plan(String name, InetSocketAddress requested) throws IOException {
		throw new UnsupportedOperationException();
	}

	@Override
	public void register(UpgradableServer server) {
		throw new UnsupportedOperationException();
	}

	@Override
	public void unregister(UpgradableServer server) {
		throw new UnsupportedOperationException();
	}

	/**
	 * Ends the engine: a successor that has not taken over is terminated, the control
	 * socket removed. Blocks for the termination timeout at most.
	 */
	@Override
	public void close() {
		throw new UnsupportedOperationException();
	}

}
