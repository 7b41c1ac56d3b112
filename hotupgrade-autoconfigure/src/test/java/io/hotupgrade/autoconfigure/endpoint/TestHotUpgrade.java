package io.hotupgrade.autoconfigure.endpoint;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

import io.hotupgrade.ExclusiveReceipt;
import io.hotupgrade.FailureReason;
import io.hotupgrade.HotUpgrade;
import io.hotupgrade.InstanceInfo;
import io.hotupgrade.LearnedRequest;
import io.hotupgrade.LearnedRequests;
import io.hotupgrade.Preflight;
import io.hotupgrade.RefusalReason;
import io.hotupgrade.SessionsReceipt;
import io.hotupgrade.StateReceipt;
import io.hotupgrade.SteeringStatus;
import io.hotupgrade.TrafficKind;
import io.hotupgrade.UpgradeOutcome;
import io.hotupgrade.UpgradePhase;
import io.hotupgrade.UpgradeReceipt;
import io.hotupgrade.UpgradeRecord;
import io.hotupgrade.UpgradeRefusedException;
import io.hotupgrade.UpgradeRequest;
import io.hotupgrade.UpgradeStatus;

/**
 * A {@link HotUpgrade} that answers what a test has told it, and remembers the requests.
 */
public class TestHotUpgrade implements HotUpgrade {

	public static final Instant START = Instant.parse("2026-02-03T04:05:06Z");

	public static final UpgradeRecord RUNNING = new UpgradeRecord(
			new UpgradeRecord.Identity("u2", new InstanceInfo(100, 1, "1.0"), new InstanceInfo(200, 2, ""), START),
			new UpgradeRecord.Progress(UpgradePhase.LAUNCHING));

	public static final UpgradeRecord REHEARSAL = new UpgradeRecord(new UpgradeRecord.Identity("u3",
			new InstanceInfo(100, 1, "1.0"), new InstanceInfo(300, 2, ""), START, true), RUNNING.progress());

	public static final UpgradeRecord FAILED = new UpgradeRecord(
			new UpgradeRecord.Identity("u1", new InstanceInfo(100, 1, "1.0"), new InstanceInfo(150, 2, "1.1"), START),
			new UpgradeRecord.Progress(UpgradePhase.STARTING,
					Map.of(UpgradePhase.STARTING, Duration.ofMillis(500), UpgradePhase.LAUNCHING,
							Duration.ofSeconds(1)),
					Optional.empty(), Optional.empty(), Optional.empty(), ""),
			new UpgradeRecord.Ending(Optional.of(UpgradeOutcome.FAILED), Optional.of(FailureReason.SUCCESSOR_EXITED),
					"It ended with 1", Optional.of(START.plusMillis(1500)), List.of("line 1", "line 2")),
			new UpgradeReceipt(1, 2, 3, 4, 5, Map.of(TrafficKind.HTTP2, 3, TrafficKind.STREAM, 2),
					Duration.ofNanos(1_234_567), new SessionsReceipt(6, 7, 8, 9), new StateReceipt(1, 2, 3, 4, 5),
					new ExclusiveReceipt(List.of("dataSource"), Duration.ofMillis(2314), 12, 57, 1)));

	public static final LearnedRequests LEARNED = new LearnedRequests(true,
			List.of(new LearnedRequest("/orders/7?page=1", "application/json", "/orders/{id}", 7550)),
			Map.of(LearnedRequests.LeftOut.CREDENTIALS, 3L));

	private final List<UpgradeRequest> requests = new CopyOnWriteArrayList<>();

	private volatile UpgradeStatus status = new UpgradeStatus(UpgradePhase.SERVING, new InstanceInfo(100, 1, "1.0"),
			new SteeringStatus(SteeringStatus.Mode.CBPF, ""), 7, 3, Optional.empty(), List.of());

	private volatile UpgradeRefusedException refusal;

	public List<UpgradeRequest> requests() {
		return this.requests;
	}

	public void refuse(RefusalReason reason) {
		this.refusal = new UpgradeRefusedException(reason, "Refused: " + reason);
	}

	public void accept() {
		this.refusal = null;
	}

	public void setStatus(UpgradeStatus status) {
		this.status = status;
	}

	@Override
	public InstanceInfo instance() {
		return status().instance();
	}

	@Override
	public UpgradeStatus status() {
		return this.status;
	}

	@Override
	public LearnedRequests learnedRequests() {
		return LEARNED;
	}

	@Override
	public Preflight check(UpgradeRequest request) {
		return new Preflight(Stream
			.concat(Stream.ofNullable(this.refusal).map(Preflight.Finding::obstacle),
					Stream.of(Preflight.Finding.warning(Preflight.SAME_JAR, "app.jar",
							request.jar().orElse("configured"), "Rename")))
			.toList());
	}

	@Override
	public UpgradeRecord upgrade(UpgradeRequest request) {
		this.requests.add(request);
		return answer();
	}

	@Override
	public UpgradeRecord rehearse(UpgradeRequest request) {
		this.requests.add(request);
		answer();
		return REHEARSAL;
	}

	@Override
	public UpgradeRecord proceed() {
		return answer();
	}

	@Override
	public UpgradeRecord abort() {
		return answer();
	}

	private UpgradeRecord answer() {
		if (this.refusal != null) {
			throw this.refusal;
		}
		return RUNNING;
	}

}
