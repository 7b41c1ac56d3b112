package io.hotupgrade.autoconfigure.handover;

import java.util.Map;

import io.hotupgrade.autoconfigure.exclusive.LateResources;
import org.jspecify.annotations.Nullable;
import org.springframework.context.Lifecycle;
import org.springframework.context.support.DefaultLifecycleProcessor;

/**
 * Starts and stops beans as Spring does, without those that {@link IntakeBeans} and
 * {@link LateResources} hold back.
 */
final class IntakeLifecycleProcessor extends DefaultLifecycleProcessor {

	private final IntakeBeans intake;

	private final @Nullable LateResources late;

	private boolean starting;

	/**
	 * Creates it.
	 * @param intake what takes in work
	 * @param late what cannot run twice; {@code null} where there is nothing of the kind
	 */
	IntakeLifecycleProcessor(IntakeBeans intake, @Nullable LateResources late) {
		this.intake = intake;
		this.late = late;
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
			beans.entrySet().removeIf((entry) -> isHeldBack(entry.getKey(), entry.getValue()));
		}
		return beans;
	}

	private boolean isHeldBack(String name, Lifecycle bean) {
		return this.late != null && this.late.holdBack(name, bean) || this.intake.holdBack(name, bean);
	}

}
