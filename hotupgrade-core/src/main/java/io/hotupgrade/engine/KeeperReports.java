package io.hotupgrade.engine;

import io.hotupgrade.UpgradeListener;
import io.hotupgrade.UpgradeRecord;
import io.hotupgrade.internal.supervision.Keeper;

/**
 * Tells the keeper when this instance becomes the one that serves, so that signals reach
 * it.
 *
 * @param keeper the keeper
 * @param instance this instance
 */
record KeeperReports(Keeper keeper, Instance instance) implements UpgradeListener {

	@Override
	public void phaseChanged(UpgradeRecord upgrade) {
		tell(upgrade);
	}

	@Override
	public void ended(UpgradeRecord upgrade) {
		tell(upgrade);
	}

	private void tell(UpgradeRecord upgrade) {
		if (upgrade.serving().pid() == this.instance.info().pid()) {
			this.keeper.serves();
		}
	}

}
