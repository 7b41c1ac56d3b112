package io.hotupgrade.internal.control;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;

import io.hotupgrade.DrainStatus;
import io.hotupgrade.ExclusiveReceipt;
import io.hotupgrade.FailureReason;
import io.hotupgrade.InstanceInfo;
import io.hotupgrade.LearnedRequest;
import io.hotupgrade.Preflight;
import io.hotupgrade.RequestStatistics;
import io.hotupgrade.SessionsReceipt;
import io.hotupgrade.ShiftStatus;
import io.hotupgrade.StartReport;
import io.hotupgrade.StateReceipt;
import io.hotupgrade.SteeringStatus;
import io.hotupgrade.TrafficKind;
import io.hotupgrade.UpgradeOutcome;
import io.hotupgrade.UpgradePhase;
import io.hotupgrade.UpgradeReceipt;
import io.hotupgrade.UpgradeRecord;
import io.hotupgrade.UpgradeStatus;
import io.hotupgrade.WarmUpReport;
import io.hotupgrade.internal.control.ControlMessage.AbortRequested;
import io.hotupgrade.internal.control.ControlMessage.Bound;
import io.hotupgrade.internal.control.ControlMessage.Committed;
import io.hotupgrade.internal.control.ControlMessage.ContinueRequested;
import io.hotupgrade.internal.control.ControlMessage.Drained;
import io.hotupgrade.internal.control.ControlMessage.Failed;
import io.hotupgrade.internal.control.ControlMessage.Heartbeat;
import io.hotupgrade.internal.control.ControlMessage.Hello;
import io.hotupgrade.internal.control.ControlMessage.Learned;
import io.hotupgrade.internal.control.ControlMessage.Names;
import io.hotupgrade.internal.control.ControlMessage.OperatorCheck;
import io.hotupgrade.internal.control.ControlMessage.OperatorPreparation;
import io.hotupgrade.internal.control.ControlMessage.OperatorRefusal;
import io.hotupgrade.internal.control.ControlMessage.OperatorRequest;
import io.hotupgrade.internal.control.ControlMessage.OperatorStatus;
import io.hotupgrade.internal.control.ControlMessage.OperatorUpgrade;
import io.hotupgrade.internal.control.ControlMessage.Progress;
import io.hotupgrade.internal.control.ControlMessage.Ready;
import io.hotupgrade.internal.control.ControlMessage.Refused;
import io.hotupgrade.internal.control.ControlMessage.Released;
import io.hotupgrade.internal.control.ControlMessage.RolledBack;
import io.hotupgrade.internal.control.ControlMessage.Shifted;
import io.hotupgrade.internal.control.ControlMessage.Stopping;
import io.hotupgrade.internal.control.ControlMessage.TakeoverRequest;
import io.hotupgrade.internal.control.ControlMessage.Traffic;
import io.hotupgrade.internal.control.ControlMessage.WarmUp;
import io.hotupgrade.internal.control.ControlMessage.Welcome;
import io.hotupgrade.internal.control.ControlMessage.WorkReleased;
import io.hotupgrade.server.ServerListener;

/**
 * Messages with something in every field.
 */
final class TestMessages {

	private static final Instant START = Instant.parse("2026-01-02T03:04:05.678901234Z");

	private TestMessages() {
	}

	static Hello hello(String application) {
		return new Hello(1, "s3cret-tökén", 4711, "1.2.3", application);
	}

	static TakeoverRequest takeoverRequest() {
		return new TakeoverRequest(1, "Bestellungen", 4711, "1.2.3", listeners());
	}

	static Welcome welcome() {
		return welcome(List.of(failed(), succeeded()));
	}

	static Welcome welcome(List<UpgradeRecord> history) {
		return new Welcome(1, "u-7", 3, new InstanceInfo(4242, 2, "1.2.2"), listeners(),
				List.of("/usr/bin/java", "-Dname=Grüße 世界 🚀", "", "-jar", "app.jar"), history);
	}

	static List<ServerListener> listeners() {
		return List.of(new ServerListener("server:0", address("0.0.0.0", 8080)),
				new ServerListener("management:0", address("127.0.0.1", 65535)),
				new ServerListener("v6", address("2001:db8::1", 443)), new ServerListener("any6", address("::", 1)),
				new ServerListener("scoped", address("fe80::1%7", 8443)));
	}

	/** An upgrade that ended badly, with all optional fields. */
	static UpgradeRecord failed() {
		return new UpgradeRecord(
				new UpgradeRecord.Identity("u-6", new InstanceInfo(4242, 2, "1.2.2"),
						new InstanceInfo(4300, 3, "1.2.3"), START),
				new UpgradeRecord.Progress(UpgradePhase.PROBATION,
						Map.of(UpgradePhase.LAUNCHING, Duration.ofMillis(1500), UpgradePhase.STARTING,
								Duration.ofSeconds(7), UpgradePhase.SHIFTING, Duration.ofNanos(1),
								UpgradePhase.PROBATION, Duration.ofMinutes(1)),
						Optional.empty(), Optional.empty(), Optional.empty(), ""),
				new UpgradeRecord.Ending(Optional.of(UpgradeOutcome.ROLLED_BACK), Optional.of(FailureReason.UNHEALTHY),
						"Health went DOWN: база данных", Optional.of(START.plusSeconds(90)),
						List.of("line 1", "", "line 3 🚀")),
				new UpgradeReceipt(100, 12, 3, 2, 1));
	}

	/** An upgrade that ended well, without the fields that only a failure has. */
	static UpgradeRecord succeeded() {
		return new UpgradeRecord(
				new UpgradeRecord.Identity("u-5", new InstanceInfo(1, 1, ""), new InstanceInfo(4242, 2, ""), START),
				new UpgradeRecord.Progress(UpgradePhase.DRAINING),
				new UpgradeRecord.Ending(Optional.of(UpgradeOutcome.SUCCEEDED), Optional.empty(), "",
						Optional.of(START.plusMillis(1)), List.of()),
				UpgradeReceipt.EMPTY);
	}

	static UpgradeRecord running() {
		return new UpgradeRecord(
				new UpgradeRecord.Identity("u-8", new InstanceInfo(1, 0, "1"), new InstanceInfo(0, 1, ""), START),
				new UpgradeRecord.Progress(UpgradePhase.LAUNCHING));
	}

	static ShiftStatus shift() {
		return shift(ShiftStatus.Held.NONE, ShiftStatus.Answered.NONE);
	}

	/** One that had to wait for the successor. */
	static ShiftStatus heldShift() {
		return shift(new ShiftStatus.Held(Duration.ofSeconds(3), "langsamer: 85,0 ms …"),
				new ShiftStatus.Answered(new ShiftStatus.Answers(9000, 1, Duration.ofMillis(2), Duration.ofMillis(17)),
						new ShiftStatus.Answers(900, 2, Duration.ofMillis(3), Duration.ofMillis(85))));
	}

	private static ShiftStatus shift(ShiftStatus.Held held, ShiftStatus.Answered answered) {
		return new ShiftStatus("10% for 10s, 50% until continued, 100%", 2, 3, 50, START, true,
				new ShiftStatus.Split(1000, 110), new ShiftStatus.Split(100, 99), held, answered);
	}

	static Traffic traffic() {
		return new Traffic(Long.MAX_VALUE, new RequestStatistics(12, 3, new TreeMap<>(Map.of(127L, 2L, 1023L, 10L))));
	}

	/** An upgrade whose successor has warmed up, with all optional fields of progress. */
	static UpgradeRecord warmedUp() {
		return running().with(new UpgradeRecord.Progress(UpgradePhase.SHIFTING,
				Map.of(UpgradePhase.STARTING, Duration.ofSeconds(7)), Optional.of(heldShift()), Optional.of(warmUp()),
				Optional
					.of(new StartReport(Duration.ofSeconds(17), Duration.ofMillis(12_345), 314_572_800L, 419_430_400L)),
				"The same jar 世"));
	}

	/** An upgrade with something in every field, as no real one has. */
	static UpgradeRecord complete() {
		UpgradeRecord.Identity identity = failed().identity();
		return new UpgradeRecord(
				new UpgradeRecord.Identity(
						identity.id(), identity.predecessor(), identity.successor(), identity.startedAt(), true),
				warmedUp().progress(), failed().ending(),
				new UpgradeReceipt(100, 12, 3, 2, 1, Map.of(TrafficKind.HTTP2, 1, TrafficKind.WEBSOCKET, 2),
						Duration.ofNanos(412_345), new SessionsReceipt(7, 6, 5, 4),
						new StateReceipt(3, 2, 1, 4, 65_537L), new ExclusiveReceipt(List.of("dataSource", "türPort"),
								Duration.ofNanos(2_314_000_001L), 12, 57, 1)));
	}

	static WarmUpReport warmUp() {
		return new WarmUpReport(WarmUpReport.State.TIME_LIMIT, Duration.ofSeconds(30),
				List.of(new WarmUpReport.Requests("configured", "GET /größe", 500, 2, Duration.ofMillis(3),
						Duration.ofNanos(400_001), true, ""),
						new WarmUpReport.Requests("pipeline", "GET /", 1, 1, Duration.ZERO, Duration.ZERO, false,
								"stopped: 世")),
				3, "GET /größe was answered with 500");
	}

	static List<UpgradeRecord> history(int entries, List<String> output) {
		UpgradeRecord upgrade = failed();
		UpgradeRecord.Identity identity = upgrade.identity();
		UpgradeRecord.Ending ending = upgrade.ending();
		return IntStream.range(0, entries)
			.mapToObj((i) -> new UpgradeRecord(
					new UpgradeRecord.Identity(
							"u-" + i, identity.predecessor(), identity.successor(), identity.startedAt()),
					upgrade.progress(),
					new UpgradeRecord.Ending(ending.outcome(), ending.reason(), ending.message(), ending.endedAt(),
							output),
					upgrade.receipt()))
			.toList();
	}

	static OperatorRequest operatorRequest() {
		return new OperatorRequest(1, OperatorCommand.UPGRADE, "/opt/größe/app.jar", "0a1b2c");
	}

	static OperatorStatus operatorStatus(List<UpgradeRecord> history) {
		return new OperatorStatus("Bestellungen", listeners(),
				new UpgradeStatus(UpgradePhase.DRAINING, new InstanceInfo(4242, 2, "1.2.2"),
						new SteeringStatus(SteeringStatus.Mode.NONE, "not on this kernel"), 12, 3,
						Optional.of(warmedUp()), history, Map.of(TrafficKind.HTTP1, 10, TrafficKind.STREAM, 2),
						Optional.of(new DrainStatus(12, 3, Optional.of(Duration.ofMillis(1500)),
								Optional.of(START.plusSeconds(30)), Map.of(TrafficKind.HTTP2, 12)))));
	}

	static OperatorCheck operatorCheck() {
		return new OperatorCheck(new Preflight(List.of(
				new Preflight.Finding(Preflight.Severity.OBSTACLE, "JAR_NOT_FOUND", "größe", "Keine Datei: größe",
						"Hinlegen…"),
				new Preflight.Finding(Preflight.Severity.WARNING, "SAME_JAR", "", "Dieselbe", ""))));
	}

	static OperatorPreparation operatorPreparation() {
		return new OperatorPreparation(true, "Größe: vorbereitet");
	}

	static OperatorRefusal operatorRefusal() {
		return new OperatorRefusal("NOT_READY", "Später…");
	}

	static List<ControlMessage> all() {
		List<ControlMessage> all = new ArrayList<>(List.of(hello("shop"), takeoverRequest(), welcome(),
				welcome(List.of()), welcome(history(50, List.of("a", "b"))),
				new Welcome(Integer.MAX_VALUE, "", Integer.MIN_VALUE, new InstanceInfo(Long.MIN_VALUE, -1, ""),
						List.of(), List.of(), List.of()),
				new Refused(PeerRefusal.OTHER_PROCESS, "Kein Upgrade läuft"), new Bound(listeners()),
				new Bound(List.of()), new Ready(), new Shifted(shift()), new ContinueRequested(2),
				new Names(List.of("shop:8080")), new ControlMessage.Sessions("/tmp/4711.sessions", "0a1b2c"),
				new ControlMessage.State("/tmp/4711.state", "0a1b2c"), new ControlMessage.StateReleased(),
				new ControlMessage.ResourcesWanted(), new ControlMessage.ResourcesReleased(),
				new ControlMessage.RequestEntrance(40123, List.of("X-Secret", "0a1b2c")),
				new Traffic(7, RequestStatistics.NONE), traffic(),
				new Progress(running().with(running().progress().withShift(shift()))), new Stopping(),
				new AbortRequested(), new Progress(running()), new Progress(failed()), new Committed(),
				new RolledBack("weil…"), new Released(), new WorkReleased(1_767_323_045_678L), new Drained(succeeded()),
				new WarmUp(warmUp()), new WarmUp(WarmUpReport.BEGUN), learned(), new Progress(warmedUp()),
				new Drained(complete()), new Heartbeat(Long.MAX_VALUE), operatorRequest(),
				operatorStatus(List.of(complete(), succeeded())), operatorStatus(List.of()),
				new OperatorUpgrade(running()), new OperatorUpgrade(complete()), operatorCheck(), operatorRefusal(),
				operatorPreparation()));
		for (OperatorCommand command : OperatorCommand.values()) {
			all.add(new OperatorRequest(1, command, "", ""));
		}
		for (FailureReason reason : FailureReason.values()) {
			all.add(new Failed(reason, "Fehler \u0000 \n"));
		}
		return all;
	}

	static Learned learned() {
		return new Learned(List.of(new LearnedRequest("/books?page=1", "text/html", "/{kind}", 9876),
				new LearnedRequest("/", "", "/", 1)));
	}

	private static InetSocketAddress address(String literal, int port) {
		try {
			return new InetSocketAddress(InetAddress.getByName(literal), port);
		}
		catch (UnknownHostException ex) {
			throw new IllegalArgumentException(ex);
		}
	}

}
