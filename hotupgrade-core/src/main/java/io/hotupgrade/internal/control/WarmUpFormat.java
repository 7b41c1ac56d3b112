package io.hotupgrade.internal.control;

import java.time.Duration;
import java.util.Optional;

import io.hotupgrade.WarmUpReport;

/**
 * The fields of a {@link WarmUpReport}.
 */
final class WarmUpFormat {

	private WarmUpFormat() {
	}

	static void write(WarmUpReport report, FieldWriter out) {
		out.text("state", report.state().name());
		out.text("duration", report.duration().toString());
		out.list("requests", report.requests(), WarmUpFormat::writeRequests);
		out.number("failures", report.failures());
		out.text("message", report.message());
	}

	/**
	 * Reads a report.
	 * @return the report; empty if there is none, or it is in a state that only a later
	 * release has
	 */
	static Optional<WarmUpReport> read(FieldReader in) throws ControlProtocolException {
		Optional<WarmUpReport.State> state = in.constant("state", WarmUpReport.State.class);
		if (state.isEmpty()) {
			return Optional.empty();
		}
		return Optional.of(new WarmUpReport(state.get(), duration(in, "duration"),
				in.list("requests", WarmUpFormat::readRequests), in.integer("failures"), in.text("message")));
	}

	private static void writeRequests(WarmUpReport.Requests requests, FieldWriter out) {
		out.text("request", requests.request());
		out.number("sent", requests.sent());
		out.number("failed", requests.failed());
		out.text("firstLatency", requests.firstLatency().toString());
		out.text("lastLatency", requests.lastLatency().toString());
		out.text("settled", Boolean.toString(requests.settled()));
	}

	private static WarmUpReport.Requests readRequests(FieldReader in) throws ControlProtocolException {
		return new WarmUpReport.Requests(in.text("request"), in.integer("sent"), in.integer("failed"),
				duration(in, "firstLatency"), duration(in, "lastLatency"), Boolean.parseBoolean(in.text("settled")));
	}

	private static Duration duration(FieldReader in, String name) throws ControlProtocolException {
		return in.parse(name, Duration::parse).orElse(Duration.ZERO);
	}

}
