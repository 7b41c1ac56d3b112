package io.hotupgrade.command;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

import io.hotupgrade.ExclusiveReceipt;
import io.hotupgrade.InstanceInfo;
import io.hotupgrade.SessionsReceipt;
import io.hotupgrade.ShiftStatus;
import io.hotupgrade.StartReport;
import io.hotupgrade.StateReceipt;
import io.hotupgrade.TrafficKind;
import io.hotupgrade.UpgradeReceipt;
import io.hotupgrade.UpgradeRecord;
import io.hotupgrade.WarmUpReport;

/**
 * An upgrade as the endpoint tells of it, under the same names.
 */
final class UpgradeJson {

	private static final double TENTHS = 10;

	private UpgradeJson() {
	}

	static Map<String, Object> of(UpgradeRecord upgrade) {
		UpgradeRecord.Identity identity = upgrade.identity();
		UpgradeRecord.Ending ending = upgrade.ending();
		Map<String, Object> json = new LinkedHashMap<>();
		json.put("id", upgrade.id());
		if (upgrade.isRehearsal()) {
			json.put("rehearsal", true);
		}
		json.put("phase", upgrade.phase());
		ending.outcome().ifPresent((outcome) -> json.put("outcome", outcome));
		ending.reason().ifPresent((reason) -> json.put("reason", reason));
		json.put("message", ending.message());
		json.put("predecessor", of(identity.predecessor()));
		json.put("successor", of(identity.successor()));
		json.put("startedAt", identity.startedAt());
		ending.endedAt().ifPresent((end) -> {
			json.put("endedAt", end);
			json.put("durationMillis", Duration.between(identity.startedAt(), end).toMillis());
		});
		Map<Object, Object> timings = new TreeMap<>();
		upgrade.progress().timings().forEach((phase, time) -> timings.put(phase, time.toMillis()));
		json.put("timings", timings);
		json.put("receipt", of(upgrade.receipt()));
		upgrade.progress().shift().ifPresent((shift) -> json.put("shift", of(shift)));
		json.put("output", ending.output());
		upgrade.progress().warmUp().ifPresent((warmUp) -> json.put("warmUp", of(warmUp)));
		upgrade.progress().start().ifPresent((start) -> json.put("start", of(start)));
		if (!upgrade.progress().remark().isEmpty()) {
			json.put("remark", upgrade.progress().remark());
		}
		return json;
	}

	static Map<String, Integer> counts(Map<TrafficKind, Integer> kinds) {
		Map<String, Integer> counts = new TreeMap<>();
		kinds.forEach((kind, count) -> counts.put(kind.name().toLowerCase(Locale.ROOT), count));
		return counts;
	}

	private static Map<String, Object> of(InstanceInfo instance) {
		Map<String, Object> json = new LinkedHashMap<>();
		json.put("pid", instance.pid());
		json.put("generation", instance.generation());
		json.put("version", instance.version());
		return json;
	}

	private static Map<String, Object> of(UpgradeReceipt receipt) {
		Map<String, Object> json = new LinkedHashMap<>();
		json.put("connectionsAtCommit", receipt.connectionsAtCommit());
		json.put("requestsAtCommit", receipt.requestsAtCommit());
		json.put("acceptQueueAtCommit", receipt.acceptQueueAtCommit());
		json.put("connectionsCut", receipt.connectionsCut());
		json.put("requestsCut", receipt.requestsCut());
		json.put("cut", counts(receipt.cut()));
		json.put("commitMicros", micros(receipt.commit()));
		json.put("sessions", of(receipt.sessions()));
		json.put("state", of(receipt.state()));
		json.put("exclusive", of(receipt.exclusive()));
		return json;
	}

	private static Map<String, Object> of(SessionsReceipt sessions) {
		Map<String, Object> json = new LinkedHashMap<>();
		json.put("moved", sessions.moved());
		json.put("returned", sessions.returned());
		json.put("leftBehind", sessions.leftBehind());
		json.put("unreadable", sessions.unreadable());
		return json;
	}

	private static Map<String, Object> of(StateReceipt state) {
		Map<String, Object> json = new LinkedHashMap<>();
		json.put("handedOver", state.handedOver());
		json.put("returned", state.returned());
		json.put("ignored", state.ignored());
		json.put("failed", state.failed());
		json.put("bytes", state.bytes());
		return json;
	}

	private static Map<String, Object> of(ExclusiveReceipt exclusive) {
		Map<String, Object> json = new LinkedHashMap<>();
		json.put("resources", exclusive.resources());
		json.put("pauseMillis", exclusive.pause().toMillis());
		json.put("held", exclusive.held());
		json.put("forwarded", exclusive.forwarded());
		json.put("refused", exclusive.refused());
		return json;
	}

	private static Map<String, Object> of(ShiftStatus shift) {
		Map<String, Object> json = new LinkedHashMap<>();
		json.put("plan", shift.plan());
		json.put("step", shift.step());
		json.put("steps", shift.steps());
		json.put("percent", shift.percent());
		json.put("since", shift.since());
		json.put("waiting", shift.waiting());
		json.put("accepted", of(shift.total()));
		json.put("acceptedInStep", of(shift.inStep()));
		if (!shift.held().time().isZero()) {
			Map<String, Object> held = new LinkedHashMap<>();
			held.put("millis", shift.held().time().toMillis());
			held.put("reason", shift.held().reason());
			json.put("held", held);
		}
		if (!shift.answered().equals(ShiftStatus.Answered.NONE)) {
			Map<String, Object> answered = new LinkedHashMap<>();
			answered.put("predecessor", of(shift.answered().predecessor()));
			answered.put("successor", of(shift.answered().successor()));
			json.put("answered", answered);
		}
		return json;
	}

	private static Map<String, Object> of(ShiftStatus.Answers answers) {
		Map<String, Object> json = new LinkedHashMap<>();
		json.put("requests", answers.requests());
		json.put("serverErrors", answers.serverErrors());
		json.put("p50Micros", TimeUnit.NANOSECONDS.toMicros(answers.median().toNanos()));
		json.put("p99Micros", TimeUnit.NANOSECONDS.toMicros(answers.percentile99().toNanos()));
		return json;
	}

	private static Map<String, Object> of(ShiftStatus.Split split) {
		Map<String, Object> json = new LinkedHashMap<>();
		json.put("predecessor", split.predecessor());
		json.put("successor", split.successor());
		json.put("percent", Math.round(split.percent() * TENTHS) / TENTHS);
		return json;
	}

	private static Map<String, Object> of(StartReport report) {
		Map<String, Object> json = new LinkedHashMap<>();
		json.put("durationMillis", report.duration().toMillis());
		json.put("cpuMillis", report.cpu().toMillis());
		json.put("residentBytes", report.residentBytes());
		json.put("peakBytes", report.peakBytes());
		return json;
	}

	private static Map<String, Object> of(WarmUpReport report) {
		Map<String, Object> json = new LinkedHashMap<>();
		json.put("state", report.state());
		json.put("durationMillis", report.duration().toMillis());
		json.put("sent", report.sent());
		json.put("failures", report.failures());
		json.put("message", report.message());
		json.put("requests", report.requests().stream().map(UpgradeJson::of).toList());
		return json;
	}

	private static Map<String, Object> of(WarmUpReport.Requests requests) {
		Map<String, Object> json = new LinkedHashMap<>();
		json.put("source", requests.source());
		json.put("request", requests.request());
		json.put("sent", requests.sent());
		json.put("failed", requests.failed());
		json.put("firstMicros", micros(requests.firstLatency()));
		json.put("lastMicros", micros(requests.lastLatency()));
		json.put("settled", requests.settled());
		json.put("note", requests.note());
		return json;
	}

	private static long micros(Duration time) {
		return TimeUnit.NANOSECONDS.toMicros(time.toNanos());
	}

}
