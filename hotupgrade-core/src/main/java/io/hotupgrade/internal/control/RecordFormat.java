package io.hotupgrade.internal.control;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

import io.hotupgrade.FailureReason;
import io.hotupgrade.InstanceInfo;
import io.hotupgrade.RequestStatistics;
import io.hotupgrade.ShiftStatus;
import io.hotupgrade.TrafficKind;
import io.hotupgrade.UpgradeOutcome;
import io.hotupgrade.UpgradePhase;
import io.hotupgrade.UpgradeReceipt;
import io.hotupgrade.UpgradeRecord;
import io.hotupgrade.server.ServerListener;

/**
 * The fields of the records that messages carry. Instants and durations are ISO 8601
 * text, enum constants their names. A constant that only a later release has reads as
 * none, so that a downgrade can still show what it was told.
 */
final class RecordFormat {

	private RecordFormat() {
	}

	static void writeUpgrade(UpgradeRecord upgrade, FieldWriter out) {
		out.text("id", upgrade.id());
		out.text("phase", upgrade.phase().name());
		out.optional("outcome", upgrade.ending().outcome().map(Enum::name));
		out.optional("reason", upgrade.ending().reason().map(Enum::name));
		out.text("message", upgrade.ending().message());
		out.nested("predecessor", upgrade.identity().predecessor(), RecordFormat::writeInstance);
		out.nested("successor", upgrade.identity().successor(), RecordFormat::writeInstance);
		out.text("startedAt", upgrade.identity().startedAt().toString());
		out.optional("endedAt", upgrade.ending().endedAt());
		out.nested("timings", upgrade.progress().timings(), RecordFormat::writeTimings);
		out.nested("receipt", upgrade.receipt(), RecordFormat::writeReceipt);
		out.texts("output", upgrade.ending().output());
		upgrade.progress().shift().ifPresent((shift) -> out.nested("shift", shift, RecordFormat::writeShift));
		upgrade.progress().warmUp().ifPresent((report) -> out.nested("warmUp", report, WarmUpFormat::write));
		if (!upgrade.progress().remark().isEmpty()) {
			out.text("remark", upgrade.progress().remark());
		}
	}

	static UpgradeRecord readUpgrade(FieldReader in) throws ControlProtocolException {
		return new UpgradeRecord(
				new UpgradeRecord.Identity(in.text("id"), in.nested("predecessor", RecordFormat::readInstance),
						in.nested("successor", RecordFormat::readInstance),
						in.parse("startedAt", Instant::parse).orElse(Instant.EPOCH)),
				new UpgradeRecord.Progress(in.constant("phase", UpgradePhase.class).orElse(UpgradePhase.SERVING),
						in.nested("timings", RecordFormat::readTimings),
						in.optionalNested("shift", RecordFormat::readShift), in.nested("warmUp", WarmUpFormat::read),
						in.text("remark")),
				new UpgradeRecord.Ending(in.constant("outcome", UpgradeOutcome.class),
						in.constant("reason", FailureReason.class), in.text("message"),
						in.parse("endedAt", Instant::parse), in.texts("output")),
				in.nested("receipt", RecordFormat::readReceipt));
	}

	static void writeShift(ShiftStatus shift, FieldWriter out) {
		out.text("plan", shift.plan());
		out.number("step", shift.step());
		out.number("steps", shift.steps());
		out.number("percent", shift.percent());
		out.text("since", shift.since().toString());
		out.text("waiting", Boolean.toString(shift.waiting()));
		out.nested("total", shift.total(), RecordFormat::writeSplit);
		out.nested("inStep", shift.inStep(), RecordFormat::writeSplit);
	}

	static ShiftStatus readShift(FieldReader in) throws ControlProtocolException {
		return new ShiftStatus(in.text("plan"), in.integer("step"), in.integer("steps"), in.integer("percent"),
				in.parse("since", Instant::parse).orElse(Instant.EPOCH),
				in.parse("waiting", Boolean::valueOf).orElse(false), in.nested("total", RecordFormat::readSplit),
				in.nested("inStep", RecordFormat::readSplit));
	}

	private static void writeSplit(ShiftStatus.Split split, FieldWriter out) {
		out.number("predecessor", split.predecessor());
		out.number("successor", split.successor());
	}

	private static ShiftStatus.Split readSplit(FieldReader in) throws ControlProtocolException {
		return new ShiftStatus.Split(in.number("predecessor"), in.number("successor"));
	}

	/**
	 * Each latency with its limit, so that two releases need not cut them alike.
	 */
	static void writeStatistics(RequestStatistics statistics, FieldWriter out) {
		out.number("requests", statistics.requests());
		out.number("serverErrors", statistics.serverErrors());
		out.list("latencies", statistics.latencies().entrySet(), (latency, item) -> {
			item.number("micros", latency.getKey());
			item.number("count", latency.getValue());
		});
	}

	static RequestStatistics readStatistics(FieldReader in) throws ControlProtocolException {
		SortedMap<Long, Long> latencies = new TreeMap<>();
		in.list("latencies", (item) -> Map.entry(item.number("micros"), item.number("count")))
			.forEach((latency) -> latencies.merge(latency.getKey(), latency.getValue(), Long::sum));
		return new RequestStatistics(in.number("requests"), in.number("serverErrors"), latencies);
	}

	static void writeInstance(InstanceInfo instance, FieldWriter out) {
		out.number("pid", instance.pid());
		out.number("generation", instance.generation());
		out.text("version", instance.version());
	}

	static InstanceInfo readInstance(FieldReader in) throws ControlProtocolException {
		return new InstanceInfo(in.number("pid"), in.integer("generation"), in.text("version"));
	}

	static void writeListener(ServerListener listener, FieldWriter out) {
		InetAddress address = listener.address().getAddress();
		if (address == null) {
			throw new IllegalArgumentException(
					"Listener " + listener.name() + " has an unresolved address: " + listener.address());
		}
		out.text("name", listener.name());
		out.text("address", HexFormat.of().formatHex(address.getAddress()));
		if (address instanceof Inet6Address scoped && scoped.getScopeId() != 0) {
			out.number("scope", scoped.getScopeId());
		}
		out.number("port", listener.address().getPort());
	}

	/**
	 * Reads a listener; without an address it is at the wildcard address. Addresses
	 * travel as bytes in hexadecimal because the JDK has no parser of literals that is
	 * sure not to ask a name server.
	 */
	static ServerListener readListener(FieldReader in) throws ControlProtocolException {
		int scope = in.integer("scope");
		Optional<InetAddress> address = in.parse("address", (hex) -> address(HexFormat.of().parseHex(hex), scope));
		InetSocketAddress socketAddress = in
			.parse("port", (port) -> new InetSocketAddress(address.orElse(null), Integer.parseInt(port)))
			.orElseGet(() -> new InetSocketAddress(address.orElse(null), 0));
		return new ServerListener(in.text("name"), socketAddress);
	}

	private static InetAddress address(byte[] bytes, int scope) {
		try {
			return (scope != 0) ? Inet6Address.getByAddress(null, bytes, scope) : InetAddress.getByAddress(bytes);
		}
		catch (UnknownHostException ex) {
			throw new IllegalArgumentException(bytes.length + " bytes are not an address", ex);
		}
	}

	/**
	 * In the order of the phases: an immutable map's own order differs from run to run.
	 */
	private static void writeTimings(Map<UpgradePhase, Duration> timings, FieldWriter out) {
		for (UpgradePhase phase : UpgradePhase.values()) {
			out.optional(phase.name(), Optional.ofNullable(timings.get(phase)));
		}
	}

	private static Map<UpgradePhase, Duration> readTimings(FieldReader in) throws ControlProtocolException {
		Map<UpgradePhase, Duration> timings = new EnumMap<>(UpgradePhase.class);
		for (UpgradePhase phase : UpgradePhase.values()) {
			in.parse(phase.name(), Duration::parse).ifPresent((time) -> timings.put(phase, time));
		}
		return timings;
	}

	private static void writeReceipt(UpgradeReceipt receipt, FieldWriter out) {
		out.number("connectionsAtCommit", receipt.connectionsAtCommit());
		out.number("requestsAtCommit", receipt.requestsAtCommit());
		out.number("acceptQueueAtCommit", receipt.acceptQueueAtCommit());
		out.number("connectionsCut", receipt.connectionsCut());
		out.number("requestsCut", receipt.requestsCut());
		if (!receipt.cut().isEmpty()) {
			out.nested("cut", receipt.cut(), RecordFormat::writeCut);
		}
		if (!receipt.commit().isZero()) {
			out.text("commit", receipt.commit().toString());
		}
	}

	private static void writeCut(Map<TrafficKind, Integer> cut, FieldWriter out) {
		new EnumMap<>(cut).forEach((kind, count) -> out.number(kind.name(), count));
	}

	private static Map<TrafficKind, Integer> readCut(FieldReader in) throws ControlProtocolException {
		Map<TrafficKind, Integer> cut = new EnumMap<>(TrafficKind.class);
		for (TrafficKind kind : TrafficKind.values()) {
			in.parse(kind.name(), Integer::valueOf).ifPresent((count) -> cut.put(kind, count));
		}
		return cut;
	}

	private static UpgradeReceipt readReceipt(FieldReader in) throws ControlProtocolException {
		return new UpgradeReceipt(in.integer("connectionsAtCommit"), in.integer("requestsAtCommit"),
				in.integer("acceptQueueAtCommit"), in.integer("connectionsCut"), in.integer("requestsCut"),
				in.nested("cut", RecordFormat::readCut), in.parse("commit", Duration::parse).orElse(Duration.ZERO));
	}

}
