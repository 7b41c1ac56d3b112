package io.hotupgrade.engine;

import java.util.ArrayList;
import java.util.List;

import io.hotupgrade.InstanceInfo;
import io.hotupgrade.UpgradePhase;
import io.hotupgrade.internal.control.UpgradeText;
import io.hotupgrade.server.RequestMeter;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link PredecessorLoss}, with a predecessor that dies before it lets go.
 */
class PredecessorLossTests {

	private final ManualScheduler scheduler = new ManualScheduler();

	private final Instance instance = new Instance(new InstanceInfo(4711, 5, "v2"), 3);

	private final Succession succession = new Succession();

	private final OwnUpgrade own = new OwnUpgrade();

	private final List<String> calls = new ArrayList<>();

	private final PredecessorLoss loss = new PredecessorLoss(this.succession, this.instance, this.own,
			new WorkHandover(this.scheduler, Runnable::run, true), new ResourceClaim(this.scheduler, () -> {
			}), new TrafficReporter(new Servers(), new RequestMeter(), false, this.scheduler, (message) -> {
			}), new Settling(new ListenerSteering(new Servers(), TestSteering::new), this.scheduler,
					() -> this.calls.add("alone")),
			this.scheduler, () -> this.calls.add("exit"));

	private void launched(boolean rehearsal) {
		UpgradeInProgress upgrade = new UpgradeInProgress("4c1d", new InstanceInfo(1, 4, "v1"), this.scheduler,
				rehearsal);
		upgrade.enter(UpgradePhase.LAUNCHING);
		this.own.launchedWith(UpgradeText.write(upgrade.record()));
		this.succession.enter(Succession.State.AWAITED);
	}

	@Test
	void successorServesAlone() {
		launched(false);
		this.loss.gone();
		assertThat(this.succession.state()).isEqualTo(Succession.State.ALONE);
		assertThat(this.calls).containsExactly("alone");
	}

	@Test
	void rehearsedVersionEnds() {
		launched(true);
		this.loss.gone();
		assertThat(this.succession.state()).isEqualTo(Succession.State.AWAITED);
		assertThat(this.calls).containsExactly("exit");
		assertThat(this.instance.history()).isEmpty();
	}

	@Test
	void rehearsedVersionThatIsBeingEndedIsNotEndedTwice() {
		launched(true);
		this.succession.stops();
		this.loss.gone();
		assertThat(this.calls).isEmpty();
	}

}
