package io.hotupgrade.event;

import io.hotupgrade.HotUpgrade;
import io.hotupgrade.UpgradeListener;
import io.hotupgrade.UpgradeRecord;
import org.springframework.context.ApplicationEvent;

/**
 * The running upgrade has entered another phase. Published on a thread of its own, in
 * order.
 *
 * @see UpgradeListener#phaseChanged(UpgradeRecord)
 * @since 0.1.0
 */
public class HotUpgradePhaseChangedEvent extends ApplicationEvent {

	private static final long serialVersionUID = 1L;

	private final transient UpgradeRecord upgrade;

	/**
	 * Creates the event.
	 * @param source what runs the upgrade
	 * @param upgrade the upgrade
	 */
	public HotUpgradePhaseChangedEvent(HotUpgrade source, UpgradeRecord upgrade) {
		super(source);
		this.upgrade = upgrade;
	}

	/**
	 * The upgrade, at the moment when it entered the phase.
	 * @return the upgrade
	 */
	public UpgradeRecord getUpgrade() {
		return this.upgrade;
	}

}
