package io.hotupgrade.engine;

import io.hotupgrade.RequestStatistics;
import io.hotupgrade.ShiftStatus;
import org.jspecify.annotations.Nullable;

/**
 * What both instances have answered since the first report that follows the first step,
 * so that both are told of the same time. Used on the engine's thread only.
 */
final class AnswerTally {

	private @Nullable RequestStatistics predecessorBefore;

	private @Nullable RequestStatistics successorBefore;

	private ShiftStatus.Answered answered = ShiftStatus.Answered.NONE;

	/**
	 * Takes what both have answered since each began to count.
	 * @param predecessor the predecessor's requests
	 * @param successor the successor's requests
	 */
	void reported(RequestStatistics predecessor, RequestStatistics successor) {
		if (this.predecessorBefore == null || this.successorBefore == null) {
			this.predecessorBefore = predecessor;
			this.successorBefore = successor;
		}
		this.answered = new ShiftStatus.Answered(ShiftStatus.Answers.of(predecessor.minus(this.predecessorBefore)),
				ShiftStatus.Answers.of(successor.minus(this.successorBefore)));
	}

	ShiftStatus.Answered answered() {
		return this.answered;
	}

}
