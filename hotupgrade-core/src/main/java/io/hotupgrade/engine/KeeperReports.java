package io.hotupgrade.engine;

import io.hotupgrade.InstanceInfo;
import io.hotupgrade.UpgradeListener;
import io.hotupgrade.UpgradeOutcome;
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
		tell(upgrade, upgrade.phase().isCommitted() && upgrade.reason().isEmpty());
	}

	@Override
	public void ended(UpgradeRecord upgrade) {
		tell(upgrade, upgrade.outcome().filter(UpgradeOutcome.SUCCEEDED::equals).isPresent());
	}

	private void tell(UpgradeRecord upgrade, boolean succeeds) {
		InstanceInfo serving = succeeds ? upgrade.successor() : upgrade.predecessor();
		if (serving.pid() == this.instance.info().pid()) {
			this.keeper.serves();
		}
	}

}
