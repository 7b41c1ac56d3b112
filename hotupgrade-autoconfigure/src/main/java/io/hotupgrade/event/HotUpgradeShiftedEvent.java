package io.hotupgrade.event;

import io.hotupgrade.HotUpgrade;
import io.hotupgrade.UpgradeRecord;
import org.springframework.context.ApplicationEvent;

/**
 * Published when an upgrade has entered another step of moving new connections to the
 * successor, on both instances.
 *
 * @since 0.1.0
 */
public class HotUpgradeShiftedEvent extends ApplicationEvent {

	private static final long serialVersionUID = 1L;

	private final transient UpgradeRecord upgrade;

	/**
	 * Creates the event.
	 * @param source the instance that publishes it
	 * @param upgrade the upgrade
	 */
	public HotUpgradeShiftedEvent(HotUpgrade source, UpgradeRecord upgrade) {
		super(source);
		this.upgrade = upgrade;
	}

	/**
	 * The upgrade, with its {@linkplain UpgradeRecord.Progress#shift() step}.
	 * @return the upgrade
	 */
	public UpgradeRecord getUpgrade() {
		return this.upgrade;
	}

}
