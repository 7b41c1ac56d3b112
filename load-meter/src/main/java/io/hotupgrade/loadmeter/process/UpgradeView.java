package io.hotupgrade.loadmeter.process;

import java.util.List;
import java.util.Map;

/**
 * An upgrade, as the endpoint shows it. Texts are empty where the endpoint has none.
 *
 * @param id its id
 * @param rehearsal whether it is a rehearsal
 * @param phase the phase in which it is or ended
 * @param outcome how it ended, such as {@code SUCCEEDED}
 * @param reason why it failed, for scripts
 * @param message why it failed, for people
 * @param predecessor the instance being replaced
 * @param successor the instance replacing it
 * @param timings milliseconds by phase
 * @param receipt what happened to open connections
 * @param shift how far new connections have been moved; {@code null} before the first
 * step
 * @param output the successor's last output, where it failed
 * @param warmUp how the successor has warmed up
 * @param start what the successor's start took
 * @param remark what else people should know
 */
public record UpgradeView(String id, boolean rehearsal, String phase, String outcome, String reason, String message,
		InstanceView predecessor, InstanceView successor, Map<String, Long> timings, ReceiptView receipt,
		ShiftView shift, List<String> output, WarmUpView warmUp, StartView start, String remark) {

	private static final String SUCCEEDED = "SUCCEEDED";

	public UpgradeView {
		phase = orEmpty(phase);
		outcome = orEmpty(outcome);
		reason = orEmpty(reason);
		message = orEmpty(message);
		remark = orEmpty(remark);
		predecessor = (predecessor != null) ? predecessor : InstanceView.UNKNOWN;
		successor = (successor != null) ? successor : InstanceView.UNKNOWN;
		timings = (timings != null) ? Map.copyOf(timings) : Map.of();
		receipt = (receipt != null) ? receipt : ReceiptView.EMPTY;
		output = (output != null) ? List.copyOf(output) : List.of();
		start = (start != null) ? start : StartView.NONE;
		warmUp = (warmUp != null) ? warmUp : WarmUpView.NONE;
	}

	/**
	 * Whether the successor has taken over for good.
	 * @return {@code false} while it runs, too
	 */
	public boolean hasSucceeded() {
		return SUCCEEDED.equals(this.outcome);
	}

	private static String orEmpty(String text) {
		return (text != null) ? text : "";
	}

}
