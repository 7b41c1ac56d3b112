package io.hotupgrade.engine;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

import io.hotupgrade.FailureReason;
import io.hotupgrade.InstanceInfo;
import io.hotupgrade.UpgradeOutcome;
import io.hotupgrade.UpgradePhase;
import io.hotupgrade.UpgradeRecord;
import io.hotupgrade.internal.control.ControlMessage;
import io.hotupgrade.internal.control.UpgradeText;
import org.jspecify.annotations.Nullable;

/**
 * What a successor knows of the upgrade that it comes from, so that it can remember it
 * also where the predecessor dies before it has told the end. Used on the engine's thread
 * only.
 */
final class OwnUpgrade {

	private Optional<UpgradeRecord> known = Optional.empty();

	/**
	 * This process was launched with a note of the upgrade.
	 */
	void launchedWith(String text) {
		this.known = UpgradeText.read(text);
	}

	/**
	 * The note was for another process.
	 */
	void disown() {
		this.known = Optional.empty();
	}

	/**
	 * The predecessor has answered, and may die before it tells more.
	 */
	void welcomed(ControlMessage.Welcome answer, InstanceInfo self, Instant now) {
		if (this.known.isEmpty()) {
			this.known = Optional
				.of(new UpgradeRecord(new UpgradeRecord.Identity(answer.upgradeId(), answer.predecessor(), self, now),
						new UpgradeRecord.Progress(UpgradePhase.LAUNCHING)));
		}
	}

	/**
	 * Whether this process never is to serve.
	 */
	boolean isRehearsal() {
		return this.known.map(UpgradeRecord::isRehearsal).orElse(false);
	}

	/**
	 * The upgrade that the launching process had begun, which was never heard of.
	 */
	Optional<UpgradeRecord> begun() {
		return this.known;
	}

	/**
	 * The predecessor's process has ended before its time.
	 * @param running the upgrade as the predecessor told it last, or {@code null}
	 * @param message what has happened, for people
	 * @return the upgrade as this process remembers it; empty if it had none
	 */
	Optional<UpgradeRecord> endedAlone(@Nullable UpgradeRecord running, InstanceInfo self, String message,
			Instant now) {
		UpgradeRecord.Ending ending = new UpgradeRecord.Ending(Optional.of(UpgradeOutcome.SUCCEEDED),
				Optional.of(FailureReason.PREDECESSOR_DIED), message, Optional.of(now), List.of());
		return Optional.ofNullable(running)
			.or(() -> this.known)
			.map((last) -> new UpgradeRecord(last.identity().withSuccessor(self), last.progress().ended(), ending,
					last.receipt()));
	}

}
