package io.hotupgrade.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.hotupgrade.HotUpgrade;
import io.hotupgrade.InstanceInfo;
import io.hotupgrade.LearnedRequests;
import io.hotupgrade.Preflight;
import io.hotupgrade.RefusalReason;
import io.hotupgrade.SteeringStatus;
import io.hotupgrade.UpgradePhase;
import io.hotupgrade.UpgradeRecord;
import io.hotupgrade.UpgradeRefusedException;
import io.hotupgrade.UpgradeRequest;
import io.hotupgrade.UpgradeStatus;
import io.hotupgrade.internal.control.ControlMessage;
import io.hotupgrade.internal.control.ControlMessage.OperatorCheck;
import io.hotupgrade.internal.control.ControlMessage.OperatorRefusal;
import io.hotupgrade.internal.control.ControlMessage.OperatorRequest;
import io.hotupgrade.internal.control.ControlMessage.OperatorStatus;
import io.hotupgrade.internal.control.ControlMessage.OperatorUpgrade;
import io.hotupgrade.internal.control.OperatorCommand;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link OperatorDesk}.
 */
class OperatorDeskTests {

	private static final InstanceInfo SELF = new InstanceInfo(42, 1, "v1");

	private static final UpgradeRecord UPGRADE = new UpgradeInProgress("4c1d", SELF, new ManualScheduler(), false)
		.record();

	private static final UpgradeStatus STATUS = new UpgradeStatus(UpgradePhase.SERVING, SELF,
			new SteeringStatus(SteeringStatus.Mode.CBPF, ""), 3, 1, Optional.empty(), List.of(UPGRADE));

	private final Upgrades upgrades = new Upgrades();

	private final OperatorDesk desk = new OperatorDesk("shop", () -> List.of(TestServer.LISTENER), this.upgrades,
			(request) -> this.upgrades.prepare(request), () -> this.upgrades.note("leave"));

	private ControlMessage serve(OperatorCommand command) {
		return serve(command, "");
	}

	private ControlMessage serve(OperatorCommand command, String jar) {
		return this.desk.serve(4711, new OperatorRequest(ControlMessage.PROTOCOL, command, jar, ""));
	}

	@Test
	void statusTellsWhichInstanceItIs() {
		assertThat(serve(OperatorCommand.STATUS))
			.isEqualTo(new OperatorStatus("shop", List.of(TestServer.LISTENER), STATUS));
		assertThat(this.upgrades.asked).isEmpty();
	}

	@Test
	void eachCommandIsPassedOn() {
		assertThat(serve(OperatorCommand.CHECK)).isEqualTo(new OperatorCheck(new Preflight(List.of())));
		assertThat(serve(OperatorCommand.UPGRADE, "/opt/app.jar")).isEqualTo(new OperatorUpgrade(UPGRADE));
		assertThat(serve(OperatorCommand.PREPARE, "/opt/app.jar")).isEqualTo(
				new ControlMessage.OperatorPreparation(false, "The start is not prepared but from the jar: no tools"));
		assertThat(serve(OperatorCommand.REHEARSE)).isEqualTo(new OperatorUpgrade(UPGRADE));
		assertThat(serve(OperatorCommand.CONTINUE)).isEqualTo(new OperatorUpgrade(UPGRADE));
		assertThat(serve(OperatorCommand.ABORT)).isEqualTo(new OperatorUpgrade(UPGRADE));
		assertThat(serve(OperatorCommand.DRAIN)).isInstanceOf(OperatorStatus.class);
		assertThat(this.upgrades.asked).containsExactly("check", "upgrade /opt/app.jar", "prepare /opt/app.jar",
				"rehearse", "proceed", "abort", "leave");
	}

	@Test
	void checksumIsPassedOn() {
		this.desk.serve(4711, new OperatorRequest(1, OperatorCommand.UPGRADE, "", "0a1b"));
		assertThat(this.upgrades.wanted).isEqualTo(UpgradeRequest.asConfigured().withSha256("0a1b"));
	}

	@Test
	void refusalIsToldWithItsReason() {
		this.upgrades.failure = new UpgradeRefusedException(RefusalReason.NOT_AT_GATE, "no gate");
		assertThat(serve(OperatorCommand.CONTINUE)).isEqualTo(new OperatorRefusal("NOT_AT_GATE", "no gate"));
		assertThat(serve(OperatorCommand.DRAIN)).isEqualTo(new OperatorRefusal("NOT_AT_GATE", "no gate"));
	}

	@Test
	void failureIsToldToo() {
		this.upgrades.failure = new IllegalStateException("broken");
		assertThat(serve(OperatorCommand.UPGRADE)).isInstanceOfSatisfying(OperatorRefusal.class, (refusal) -> {
			assertThat(refusal.reason()).isEqualTo("INTERNAL_ERROR");
			assertThat(refusal.message()).contains("broken");
		});
	}

	private static final class Upgrades implements HotUpgrade {

		private final List<String> asked = new ArrayList<>();

		private RuntimeException failure;

		private UpgradeRequest wanted;

		private void note(String what) {
			if (this.failure != null) {
				throw this.failure;
			}
			this.asked.add(what);
		}

		private StartPreparer.Outcome prepare(UpgradeRequest request) {
			note(request.jar().map((jar) -> "prepare " + jar).orElse("prepare"));
			return StartPreparer.Outcome.ordinary("no tools");
		}

		@Override
		public InstanceInfo instance() {
			return SELF;
		}

		@Override
		public UpgradeStatus status() {
			return STATUS;
		}

		@Override
		public LearnedRequests learnedRequests() {
			throw new IllegalStateException("No operator asks for that");
		}

		@Override
		public Preflight check(UpgradeRequest request) {
			note(request.jar().map((jar) -> "check " + jar).orElse("check"));
			return new Preflight(List.of());
		}

		@Override
		public UpgradeRecord upgrade(UpgradeRequest request) {
			this.wanted = request;
			note(request.jar().map((jar) -> "upgrade " + jar).orElse("upgrade"));
			return UPGRADE;
		}

		@Override
		public UpgradeRecord rehearse(UpgradeRequest request) {
			this.wanted = request;
			note("rehearse");
			return UPGRADE;
		}

		@Override
		public UpgradeRecord proceed() {
			note("proceed");
			return UPGRADE;
		}

		@Override
		public UpgradeRecord abort() {
			note("abort");
			return UPGRADE;
		}

	}

}
