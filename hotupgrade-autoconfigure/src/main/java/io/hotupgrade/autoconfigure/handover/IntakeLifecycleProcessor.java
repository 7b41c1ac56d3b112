package io.hotupgrade.autoconfigure.handover;

import java.util.Map;

import org.springframework.context.Lifecycle;
import org.springframework.context.support.DefaultLifecycleProcessor;

/**
 * Starts and stops beans as Spring does, without those that {@link IntakeBeans} holds
 * back.
 */
final class IntakeLifecycleProcessor extends DefaultLifecycleProcessor {

	private final IntakeBeans intake;

	private boolean starting;

	IntakeLifecycleProcessor(IntakeBeans intake) {
		this.intake = intake;
	}

	@Override
	public void onRefresh() {
		this.intake.whileContextStarts(() -> starting(super::onRefresh));
	}

	@Override
	public void start() {
		this.intake.whileContextStarts(() -> starting(super::start));
	}

	private void starting(Runnable start) {
		this.starting = true;
		try {
			start.run();
		}
		finally {
			this.starting = false;
		}
	}

	@Override
	protected Map<String, Lifecycle> getLifecycleBeans() {
		Map<String, Lifecycle> beans = super.getLifecycleBeans();
		if (this.starting) {
			beans.entrySet().removeIf((entry) -> this.intake.holdBack(entry.getKey(), entry.getValue()));
		}
		return beans;
	}

}
