package io.hotupgrade.autoconfigure.engine;

import java.util.concurrent.atomic.AtomicReference;

import io.hotupgrade.EngineSettings;
import io.hotupgrade.FailureReason;
import io.hotupgrade.engine.UpgradeEngine;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.context.event.ApplicationFailedEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Creates the engine and closes it: with the other beans, or later where the start of the
 * application has failed and a predecessor has to be told why.
 * <p>
 * When a refresh fails, Spring destroys the beans first and Boot publishes the
 * {@link ApplicationFailedEvent} afterwards, to listeners that were added to the context
 * by hand. So this one adds itself, and as a bean must not be an
 * {@code ApplicationListener}: it would be called twice.
 */
final class EngineLifetime implements DisposableBean {

	private final ConfigurableApplicationContext context;

	private final UpgradeEngineFactory factory;

	private final AtomicReference<UpgradeEngine> engine = new AtomicReference<>();

	EngineLifetime(ConfigurableApplicationContext context, UpgradeEngineFactory factory) {
		this.context = context;
		this.factory = factory;
	}

	UpgradeEngine begin(EngineSettings settings) {
		AtomicReference<UpgradeEngine> leaving = new AtomicReference<>();
		UpgradeEngine created = this.factory.create(settings,
				new ExitAfterUpgrade(this.context, () -> leaving.get().orphaned()));
		leaving.set(created);
		this.engine.set(created);
		this.context.addApplicationListener(new StartFailureListener());
		return created;
	}

	@Override
	public void destroy() {
		UpgradeEngine current = this.engine.get();
		boolean failureEventFollows = !this.context.isClosed() && current != null && current.isAwaited();
		if (!failureEventFollows) {
			end();
		}
	}

	private void startFailed(Throwable failure) {
		UpgradeEngine current = this.engine.get();
		if (current == null) {
			return;
		}
		if (current.isAwaited()) {
			current.failed(FailureReason.START_FAILED, StartFailure.describe(failure));
		}
		if (!this.context.isActive()) {
			end();
		}
	}

	private void end() {
		UpgradeEngine last = this.engine.getAndSet(null);
		if (last != null) {
			last.close();
		}
	}

	/**
	 * Is told of the failure whether the context is still active or not.
	 */
	private final class StartFailureListener implements ApplicationListener<ApplicationFailedEvent> {

		@Override
		public void onApplicationEvent(ApplicationFailedEvent event) {
			if (event.getApplicationContext() == EngineLifetime.this.context) {
				startFailed(event.getException());
			}
		}

		@Override
		public boolean supportsAsyncExecution() {
			return false;
		}

	}

}
