package io.hotupgrade.engine;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.hotupgrade.ExclusiveReceipt;
import io.hotupgrade.FailureReason;
import io.hotupgrade.InstanceInfo;
import io.hotupgrade.SessionsReceipt;
import io.hotupgrade.ShiftStatus;
import io.hotupgrade.StartReport;
import io.hotupgrade.StateReceipt;
import io.hotupgrade.UpgradeOutcome;
import io.hotupgrade.UpgradePhase;
import io.hotupgrade.UpgradeReceipt;
import io.hotupgrade.UpgradeRecord;
import io.hotupgrade.WarmUpReport;
import io.hotupgrade.internal.process.ProcessUse;
import io.hotupgrade.server.CutTraffic;

/**
 * What the predecessor writes down while an upgrade runs. Used on the engine's thread
 * only; {@link #record()} gives what others may see.
 */
final class UpgradeInProgress {

	private final String id;

	private final Instant startedAt;

	private final EngineScheduler scheduler;

	private final InstanceInfo predecessor;

	private final boolean rehearsal;

	private final Map<UpgradePhase, Duration> timings = new EnumMap<>(UpgradePhase.class);

	private InstanceInfo successor;

	private UpgradePhase phase = UpgradePhase.SERVING;

	private long phaseSince;

	private long launchedAt;

	private UpgradeReceipt receipt = UpgradeReceipt.EMPTY;

	private Optional<UpgradeOutcome> outcome = Optional.empty();

	private Optional<FailureReason> reason = Optional.empty();

	private String message = "";

	private Optional<Instant> endedAt = Optional.empty();

	private List<String> output = List.of();

	private Optional<ShiftStatus> shift = Optional.empty();

	private Optional<WarmUpReport> warmUp = Optional.empty();

	private Optional<StartReport> start = Optional.empty();

	private Optional<Path> sameJar = Optional.empty();

	private String prepared = "";

	private String applicationRemark = "";

	private String slowStart = "";

	UpgradeInProgress(String id, InstanceInfo predecessor, EngineScheduler scheduler, boolean rehearsal) {
		this.id = id;
		this.rehearsal = rehearsal;
		this.scheduler = scheduler;
		this.startedAt = scheduler.now();
		this.phaseSince = scheduler.nanoTime();
		this.predecessor = predecessor;
		this.successor = new InstanceInfo(0, predecessor.generation() + 1, "");
	}

	String id() {
		return this.id;
	}

	String message() {
		return this.message;
	}

	void enter(UpgradePhase next) {
		leavePhase();
		this.phase = next;
	}

	void launched(long pid) {
		this.launchedAt = this.scheduler.nanoTime();
		this.successor = new InstanceInfo(pid, this.successor.generation(), this.successor.version());
	}

	/**
	 * The successor is started from a jar that the predecessor runs already.
	 */
	void sameJar(Path jar) {
		this.sameJar = Optional.of(jar);
	}

	/**
	 * The start was prepared, or could not be.
	 */
	void prepared(String how) {
		this.prepared = how;
	}

	/**
	 * The successor is another application, which may be a mistake of whoever named the
	 * jar, or a new name of the same.
	 */
	void otherApplication(String before, String after) {
		this.applicationRemark = ("The successor is another application: it is called %s, and its predecessor %s "
				+ "(spring.application.name, or hotupgrade.application). If that is a mistake, abort this upgrade "
				+ "or upgrade to the right jar")
			.formatted(after, before);
	}

	String applicationRemark() {
		return this.applicationRemark;
	}

	/**
	 * The start takes long.
	 */
	void startsSlowly(String why) {
		this.slowStart = why;
	}

	void connected(long pid, String version) {
		this.successor = new InstanceInfo(pid, this.successor.generation(), version);
	}

	void warmUp(WarmUpReport report) {
		this.warmUp = Optional.of(report);
	}

	/**
	 * The successor is ready.
	 */
	void started() {
		ProcessUse use = ProcessUse.of(this.successor.pid());
		this.start = Optional.of(new StartReport(Duration.ofNanos(this.scheduler.nanoTime() - this.launchedAt),
				use.cpu(), use.residentBytes(), use.peakBytes()));
	}

	void committed(UpgradeReceipt atCommit) {
		this.receipt = atCommit;
	}

	void shifted(ShiftStatus further) {
		this.shift = Optional.of(further);
	}

	void ending(UpgradeStateMachine.Ending ending) {
		this.reason = ending.reason();
		this.message = ending.message();
		this.shift = this.shift.map(ShiftStatus::ended);
	}

	void failed(UpgradeStateMachine.Ending ending, List<String> lastOutput, SessionsReceipt sessions,
			StateReceipt state, ExclusiveReceipt exclusive) {
		this.receipt = this.receipt.withSessions(sessions).withState(state).withExclusive(exclusive);
		this.output = lastOutput;
		ending(ending);
		end(ending.outcome());
	}

	void succeeded(CutTraffic cut, SessionsReceipt sessions, StateReceipt state, ExclusiveReceipt exclusive) {
		this.receipt = this.receipt.withCut(cut.connections(), cut.requests(), cut.byKind())
			.withSessions(sessions)
			.withState(state)
			.withExclusive(exclusive);
		end(UpgradeOutcome.SUCCEEDED);
	}

	private void end(UpgradeOutcome outcome) {
		this.outcome = Optional.of(outcome);
		leavePhase();
		this.endedAt = Optional.of(this.scheduler.now());
	}

	private void leavePhase() {
		long now = this.scheduler.nanoTime();
		if (this.phase != UpgradePhase.SERVING) {
			this.timings.merge(this.phase, Duration.ofNanos(now - this.phaseSince), Duration::plus);
		}
		this.phaseSince = now;
	}

	UpgradeRecord record() {
		return new UpgradeRecord(
				new UpgradeRecord.Identity(this.id, this.predecessor, this.successor, this.startedAt, this.rehearsal),
				new UpgradeRecord.Progress(this.phase, this.timings, this.shift, this.warmUp, this.start, remark()),
				new UpgradeRecord.Ending(this.outcome, this.reason, this.message, this.endedAt, this.output),
				this.receipt);
	}

	private String remark() {
		boolean starting = this.phase == UpgradePhase.LAUNCHING || this.phase == UpgradePhase.STARTING;
		return Stream.of(jarRemark(), this.applicationRemark, this.prepared, starting ? this.slowStart : "")
			.filter((remark) -> !remark.isEmpty())
			.collect(Collectors.joining(". "));
	}

	String jarRemark() {
		return this.sameJar
			.map((jar) -> "The jar %s is the very file that the predecessor runs, so this upgrade brings no new code%s"
				.formatted(jar, versions()))
			.orElse("");
	}

	private String versions() {
		String before = this.predecessor.version();
		String after = this.successor.version();
		if (after.isEmpty()) {
			return "";
		}
		return after.equals(before) ? ", and the version is %s as before".formatted(after)
				: ", although the version is now %s in place of %s".formatted(after, before);
	}

}
