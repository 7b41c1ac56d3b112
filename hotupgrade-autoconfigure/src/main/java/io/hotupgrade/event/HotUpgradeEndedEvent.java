package io.hotupgrade.event;

import io.hotupgrade.HotUpgrade;
import io.hotupgrade.UpgradeListener;
import io.hotupgrade.UpgradeRecord;
import org.springframework.context.ApplicationEvent;

/**
 * An upgrade has ended. Published on the instance that serves on, on a thread of its own
 * and after every {@link HotUpgradePhaseChangedEvent} of the upgrade.
 *
 * @see UpgradeListener#ended(UpgradeRecord)
 * @since 0.1.0
 */
public class HotUpgradeEndedEvent extends ApplicationEvent {

	private static final long serialVersionUID = 1L;

	private final transient UpgradeRecord upgrade;

	/**
	 * Creates the event.
	 * @param source what ran the upgrade
	 * @param upgrade the upgrade
	 */
	public HotUpgradeEndedEvent(HotUpgrade source, UpgradeRecord upgrade) {
		super(source);
		this.upgrade = upgrade;
	}

	/**
	 * The upgrade, with its outcome.
	 * @return the upgrade
	 */
	public UpgradeRecord getUpgrade() {
		return this.upgrade;
	}

}
