package io.hotupgrade.engine;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import io.hotupgrade.FailureReason;
import io.hotupgrade.WarmUpReport;
import io.hotupgrade.server.PrivateListener;

/**
 * This instance as one that nobody has launched and that takes over from nobody.
 */
class FirstInstance implements Descent {

	/**
	 * The native part takes the better part of a second of processor time to load, in
	 * which the application would answer its first requests.
	 */
	static final Duration PREPARATION_DELAY = Duration.ofSeconds(2);

	private final EngineScheduler scheduler;

	FirstInstance(EngineScheduler scheduler) {
		this.scheduler = scheduler;
	}

	@Override
	public void begin() {
	}

	@Override
	public boolean isAwaited() {
		return false;
	}

	@Override
	public boolean isHeir() {
		return false;
	}

	@Override
	public boolean isRolledBack() {
		return false;
	}

	@Override
	public boolean isSole() {
		return true;
	}

	@Override
	public boolean isAlone() {
		return true;
	}

	@Override
	public Optional<InetSocketAddress> sharedAddress(String name, InetSocketAddress requested) {
		return Optional.empty();
	}

	@Override
	public void bound() {
	}

	@Override
	public void tellNames() {
	}

	@Override
	public void warmUp(WarmUpReport report) {
	}

	@Override
	public CompletableFuture<Void> claimResources() {
		return CompletableFuture.completedFuture(null);
	}

	@Override
	public void entrance(PrivateListener listener) {
		listener.close();
	}

	@Override
	public void ready(Runnable preparation) {
		this.scheduler.schedule(preparation, PREPARATION_DELAY);
	}

	@Override
	public void failed(FailureReason reason, String message) {
	}

	@Override
	public void proceed(int step) {
	}

	@Override
	public void abort() {
	}

	@Override
	public void stop() {
	}

	@Override
	public void close() {
	}

}
