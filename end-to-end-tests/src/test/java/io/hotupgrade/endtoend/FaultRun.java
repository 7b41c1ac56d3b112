package io.hotupgrade.endtoend;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

import io.hotupgrade.endtoend.FaultCase.Moment;
import io.hotupgrade.endtoend.FaultCase.Origin;
import io.hotupgrade.endtoend.FaultCase.Survivor;
import io.hotupgrade.loadmeter.process.EndpointAnswer;
import io.hotupgrade.loadmeter.process.StatusView;
import io.hotupgrade.loadmeter.process.UpgradeView;
import org.awaitility.Awaitility;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Plays one case and looks at what it leaves.
 */
final class FaultRun {

	private static final Duration CLEAN_UP = Duration.ofSeconds(20);

	private static final int ACCEPTED = 202;

	private final FaultScene scene;

	private final FaultCase fault;

	private String refusal = "";

	FaultRun(FaultScene scene, FaultCase fault) {
		this.scene = scene;
		this.fault = fault;
	}

	/**
	 * Plays the case.
	 * @return the result, whose losses nobody has judged yet
	 */
	FaultResult play() throws Exception {
		this.scene.reset();
		this.scene.meter().mark(this.fault.name());
		this.fault.preparation().in(this.scene);
		String ending = upgrade();
		assertThat(this.fault.ending().words().isEmpty() ? List.of("") : this.fault.ending().words()).contains(ending);
		assertNothingIsLeft();
		return FaultResult.of(this.fault, ending, this.scene.meter().report(this.fault.name()));
	}

	private String upgrade() throws Exception {
		if (this.fault.moment() == Moment.SERVING) {
			this.fault.strike().in(this.scene);
			return begin() ? end() : this.refusal;
		}
		if (this.fault.moment() == Moment.DRAINING) {
			return duringDrain();
		}
		assertThat(begin()).as(this.refusal).isTrue();
		awaitMoment();
		this.fault.strike().in(this.scene);
		return end();
	}

	private boolean begin() throws IOException {
		if (this.fault.origin() == Origin.HAND) {
			this.scene.startByHand();
			return true;
		}
		EndpointAnswer answer = this.scene.sample().endpoint().upgrade();
		if (answer.status() != ACCEPTED) {
			this.refusal = answer.status() + " " + answer.refusal();
			return false;
		}
		this.scene.began(answer.upgrade());
		return true;
	}

	private String duringDrain() throws Exception {
		try (HeldRequest held = HeldRequest.begin(this.scene.sample().target())) {
			assertThat(begin()).as(this.refusal).isTrue();
			awaitMoment();
			this.fault.strike().in(this.scene);
			String answer = held.finish();
			if (this.fault.losses().most() == 0) {
				assertThat(answer).startsWith("HTTP/1.1 200 ");
			}
		}
		return end();
	}

	private void awaitMoment() {
		if (this.fault.moment() == Moment.LAUNCHING || this.fault.strike() == FaultCase.Step.NOTHING) {
			return;
		}
		this.scene.sample().endpoint().awaitStatus("phase " + this.fault.moment(), FaultScene.LIMIT, this::isAtMoment);
	}

	private boolean isAtMoment(StatusView status) {
		List<UpgradeView> history = status.history();
		if (!history.isEmpty() && history.get(0).id().equals(this.scene.upgrade().id())) {
			throw new AssertionError("The upgrade was over before the fault: " + history.get(0));
		}
		UpgradeView upgrade = status.upgrade();
		return upgrade != null && upgrade.phase().equals(this.fault.moment().name())
				&& (this.fault.moment() != Moment.SHIFTING || upgrade.shift() != null);
	}

	private String end() {
		if (!this.fault.ending().survivor().isAnybody()) {
			Awaitility.await("end of all processes")
				.atMost(FaultScene.LIMIT)
				.until(() -> this.scene.sample().family().findAny().isEmpty());
			return "";
		}
		UpgradeView ended = this.scene.sample().awaitUpgrade(this.scene.upgrade().id(), FaultScene.LIMIT);
		if (!ended.hasSucceeded()) {
			assertThat(ended.message()).isNotBlank();
		}
		return (ended.outcome() + " " + ended.reason()).strip();
	}

	private void assertNothingIsLeft() {
		Survivor survivor = this.fault.ending().survivor();
		long serving = switch (survivor) {
			case NOBODY, NOBODY_TO_CLEAN_UP -> 0;
			case PREDECESSOR -> this.scene.predecessor();
			case SUCCESSOR -> this.scene.successor();
		};
		List<Long> expected = survivor.isAnybody() ? List.of(serving) : List.of();
		Awaitility.await("only " + expected + " left")
			.atMost(CLEAN_UP)
			.untilAsserted(() -> assertThat(this.scene.sample().family().map(ProcessHandle::pid)).isEqualTo(expected));
		if (survivor == Survivor.NOBODY_TO_CLEAN_UP) {
			return;
		}
		Awaitility.await("no files left")
			.atMost(CLEAN_UP)
			.untilAsserted(() -> assertThat(this.scene.leftFiles(serving)).isEmpty());
	}

}
