package io.hotupgrade.autoconfigure.exclusive;

import java.io.IOException;

import io.hotupgrade.CauseChain;
import io.hotupgrade.FailureReason;
import io.hotupgrade.autoconfigure.engine.BeforeReady;
import io.hotupgrade.autoconfigure.engine.InstanceLifecycle;
import io.hotupgrade.engine.UpgradeEngine;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stands between a successor that is ready but for what cannot exist twice and the
 * engine: gets it, at the last moment, as requests wait from then on.
 *
 * @since 0.1.0
 */
public final class ResourcesBeforeReady extends BeforeReady {

	private static final Logger logger = LoggerFactory.getLogger(ResourcesBeforeReady.class);

	private final UpgradeEngine engine;

	private final EarlyClaim early;

	private final LateResources late;

	/**
	 * Creates it.
	 * @param engine asks the predecessor
	 * @param early whether it was asked before
	 * @param late what is started when the predecessor has let go
	 * @param lifecycle told when all is there
	 */
	ResourcesBeforeReady(UpgradeEngine engine, EarlyClaim early, LateResources late, InstanceLifecycle lifecycle) {
		super(lifecycle);
		this.engine = engine;
		this.early = early;
		this.late = late;
	}

	/**
	 * Whether requests wait for this instance already, so that nothing must delay it any
	 * more.
	 * @return {@code true} if it has got something when its beans were created
	 */
	public boolean isUrgent() {
		return this.early.isMade();
	}

	/**
	 * Returns at once.
	 */
	@Override
	public void ready() {
		if (this.late.isEmpty() && !this.early.isMade()) {
			nextReady();
			return;
		}
		openEntrance();
		this.engine.claimResources().whenCompleteAsync((any, failure) -> claimed(failure), this::onThread);
	}

	/** What is started may take its time. */
	private void onThread(Runnable task) {
		Thread thread = new Thread(task, "hotupgrade-resources-start");
		thread.setDaemon(true);
		thread.start();
	}

	/** Without it the predecessor refuses requests that it gets when it has let go. */
	private void openEntrance() {
		if (!isAwaited()) {
			return;
		}
		try {
			this.engine.openEntrance();
		}
		catch (IOException ex) {
			logger.warn("The predecessor cannot send requests on to this instance, and refuses them", ex);
		}
	}

	private void claimed(@Nullable Throwable failure) {
		if (failure != null) {
			logger.info("The predecessor ends this instance before it has let go: {}", CauseChain.describe(failure));
			return;
		}
		try {
			this.late.start();
		}
		catch (Throwable ex) {
			logger.error("What cannot run twice could not be started", ex);
			failed(FailureReason.START_FAILED, "What cannot run twice could not be started: " + CauseChain.describe(ex)
					+ ". Its predecessor has let go of it; look who else has it");
			return;
		}
		nextReady();
	}

}
