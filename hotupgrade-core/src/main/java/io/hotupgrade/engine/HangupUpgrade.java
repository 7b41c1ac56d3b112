package io.hotupgrade.engine;

import java.util.Optional;

import io.hotupgrade.UpgradeRefusedException;
import io.hotupgrade.UpgradeRequest;
import io.hotupgrade.internal.log.EngineLog;
import io.hotupgrade.internal.process.HangupSignal;

/**
 * Lets SIGHUP start an upgrade as configured. Thread-safe.
 */
final class HangupUpgrade implements AutoCloseable {

	private static final EngineLog logger = EngineLog.of(HangupUpgrade.class);

	private final UpgradeCommands commands;

	private final Overseers overseers;

	private final EngineScheduler scheduler;

	private volatile Optional<HangupSignal> signal = Optional.empty();

	HangupUpgrade(UpgradeCommands commands, Overseers overseers, EngineScheduler scheduler) {
		this.commands = commands;
		this.overseers = overseers;
		this.scheduler = scheduler;
	}

	/**
	 * Begins with it. Where that is not possible, says so in the log.
	 */
	void begin() {
		this.signal = Optional.of(HangupSignal.handle(this::upgrade));
	}

	private void upgrade() {
		try {
			logger.info("SIGHUP starts upgrade {}", this.commands.upgrade(UpgradeRequest.asConfigured()).id());
		}
		catch (UpgradeRefusedException ex) {
			logger.warn("SIGHUP starts no upgrade ({}): {}", ex.getReason(), ex.getMessage());
			refused(ex.getMessage());
		}
		catch (RuntimeException ex) {
			logger.error("SIGHUP starts no upgrade", ex);
			refused(ex.toString());
		}
	}

	private void refused(String why) {
		this.scheduler.execute(() -> this.overseers.refused(why));
	}

	@Override
	public void close() {
		this.signal.ifPresent(HangupSignal::close);
	}

}
