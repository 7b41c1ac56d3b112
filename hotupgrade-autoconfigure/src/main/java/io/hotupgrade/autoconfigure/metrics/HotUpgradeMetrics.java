package io.hotupgrade.autoconfigure.metrics;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.ToIntFunction;

import io.hotupgrade.DrainStatus;
import io.hotupgrade.ExclusiveReceipt;
import io.hotupgrade.FailureReason;
import io.hotupgrade.HotUpgrade;
import io.hotupgrade.ShiftStatus;
import io.hotupgrade.TrafficKind;
import io.hotupgrade.UpgradeListener;
import io.hotupgrade.UpgradeOutcome;
import io.hotupgrade.UpgradeRecord;
import io.hotupgrade.UpgradeStatus;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.BaseUnits;
import io.micrometer.core.instrument.binder.MeterBinder;

/**
 * Meters of hot upgrades: the gauges {@code hotupgrade.generation},
 * {@code hotupgrade.connections} and {@code hotupgrade.requests},
 * {@code hotupgrade.protocol.connections} by protocol, and while this instance drains
 * {@code hotupgrade.drain.connections}, {@code hotupgrade.drain.requests} and
 * {@code hotupgrade.drain.oldest.request}; the gauge {@code hotupgrade.shift.percent}
 * while an upgrade runs; the counters {@code hotupgrade.upgrades} by outcome,
 * {@code hotupgrade.failures} by reason and {@code hotupgrade.rehearsals} by outcome, and
 * the timer {@code hotupgrade.phase.duration} by phase; the counters
 * {@code hotupgrade.drain.cut} by what was cut at the end of a drain,
 * {@code hotupgrade.sessions} by what became of HTTP sessions, {@code hotupgrade.state}
 * by what became of the application's state, and {@code hotupgrade.state.bytes}; the
 * timer {@code hotupgrade.exclusive.pause} and the counter
 * {@code hotupgrade.exclusive.requests} by what became of requests while something that
 * cannot exist twice passed. A rehearsal counts as such only. Counters and timer are kept
 * by the instance that serves on after an upgrade, and start from zero with each
 * instance.
 *
 * @since 0.1.0
 */
public class HotUpgradeMetrics implements MeterBinder, UpgradeListener {

	private static final Set<UpgradeOutcome> UPGRADE_OUTCOMES = EnumSet
		.complementOf(EnumSet.of(UpgradeOutcome.REHEARSED));

	private static final Set<UpgradeOutcome> REHEARSAL_OUTCOMES = EnumSet.of(UpgradeOutcome.REHEARSED,
			UpgradeOutcome.FAILED, UpgradeOutcome.ABORTED);

	private static final Set<TrafficKind> CONNECTION_KINDS = EnumSet.complementOf(EnumSet.of(TrafficKind.IGNORED));

	private final HotUpgrade hotUpgrade;

	private final List<MeterRegistry> registries = new CopyOnWriteArrayList<>();

	/**
	 * Creates the meters.
	 * @param hotUpgrade what they measure
	 */
	public HotUpgradeMetrics(HotUpgrade hotUpgrade) {
		this.hotUpgrade = hotUpgrade;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		gauge(registry, "hotupgrade.generation", "Upgrades between the first instance and this one",
				(status) -> status.instance().generation());
		gauge(registry, "hotupgrade.connections", "Connections open on this instance", UpgradeStatus::connections);
		gauge(registry, "hotupgrade.requests", "Requests in flight on this instance", UpgradeStatus::requests);
		bindDrain(registry);
		gauge(registry, "hotupgrade.shift.percent",
				"Share of new connections that the kernel is asked to send to the successor, in percent",
				(status) -> status.upgrade()
					.flatMap((upgrade) -> upgrade.progress().shift())
					.map(ShiftStatus::percent)
					.orElse(0));
		UPGRADE_OUTCOMES.forEach((outcome) -> upgrades(registry, outcome));
		for (TrafficKind kind : TrafficKind.values()) {
			cut(registry, kind);
		}
		for (SessionFate fate : SessionFate.values()) {
			sessions(registry, fate);
		}
		for (StateFate fate : StateFate.values()) {
			state(registry, fate);
		}
		stateBytes(registry);
		exclusivePause(registry);
		exclusiveRequests(registry, ExclusiveReceipt.NONE);
		REHEARSAL_OUTCOMES.forEach((outcome) -> rehearsals(registry, outcome));
		for (FailureReason reason : FailureReason.values()) {
			failures(registry, reason);
		}
		this.registries.add(registry);
	}

	private void bindDrain(MeterRegistry registry) {
		for (TrafficKind kind : CONNECTION_KINDS) {
			Gauge
				.builder("hotupgrade.protocol.connections", this.hotUpgrade,
						(hotUpgrade) -> hotUpgrade.status().byProtocol().getOrDefault(kind, 0))
				.description("Connections open on this instance by what they are used for")
				.tag("protocol", tagValue(kind))
				.register(registry);
		}
		gauge(registry, "hotupgrade.drain.connections", "Connections that a drain waits for",
				(status) -> status.drain().map(DrainStatus::connections).orElse(0));
		gauge(registry, "hotupgrade.drain.requests", "Requests in flight that a drain waits for",
				(status) -> status.drain().map(DrainStatus::requests).orElse(0));
		TimeGauge
			.builder("hotupgrade.drain.oldest.request", this.hotUpgrade, TimeUnit.MILLISECONDS,
					(hotUpgrade) -> oldestRequestMillis(hotUpgrade.status()))
			.description("How long the oldest request that a drain waits for has been running")
			.register(registry);
	}

	private static long oldestRequestMillis(UpgradeStatus status) {
		return status.drain().flatMap(DrainStatus::oldestRequest).map(Duration::toMillis).orElse(0L);
	}

	@Override
	public void ended(UpgradeRecord upgrade) {
		if (upgrade.isRehearsal()) {
			upgrade.ending()
				.outcome()
				.ifPresent(
						(outcome) -> this.registries.forEach((registry) -> rehearsals(registry, outcome).increment()));
			return;
		}
		for (MeterRegistry registry : this.registries) {
			upgrade.ending().outcome().ifPresent((outcome) -> upgrades(registry, outcome).increment());
			upgrade.ending().reason().ifPresent((reason) -> failures(registry, reason).increment());
			upgrade.progress().timings().forEach((phase, time) -> phaseDuration(registry, phase).record(time));
			upgrade.receipt().cut().forEach((kind, count) -> cut(registry, kind).increment(count));
			SessionFate.counts(upgrade.receipt().sessions())
				.forEach((fate, count) -> sessions(registry, fate).increment(count));
			StateFate.counts(upgrade.receipt().state())
				.forEach((fate, count) -> state(registry, fate).increment(count));
			stateBytes(registry).increment(upgrade.receipt().state().bytes());
			ExclusiveReceipt exclusive = upgrade.receipt().exclusive();
			if (!exclusive.resources().isEmpty()) {
				exclusivePause(registry).record(exclusive.pause());
				exclusiveRequests(registry, exclusive);
			}
		}
	}

	private void gauge(MeterRegistry registry, String name, String description, ToIntFunction<UpgradeStatus> value) {
		Gauge.builder(name, this.hotUpgrade, (hotUpgrade) -> value.applyAsInt(hotUpgrade.status()))
			.description(description)
			.register(registry);
	}

	private static Counter upgrades(MeterRegistry registry, UpgradeOutcome outcome) {
		return counter(registry, "hotupgrade.upgrades", "Upgrades that have ended", "outcome", outcome);
	}

	private static Counter rehearsals(MeterRegistry registry, UpgradeOutcome outcome) {
		return counter(registry, "hotupgrade.rehearsals", "Rehearsals of upgrades that have ended", "outcome", outcome);
	}

	private static Counter failures(MeterRegistry registry, FailureReason reason) {
		return counter(registry, "hotupgrade.failures", "Upgrades that have ended without success", "reason", reason);
	}

	private static Counter cut(MeterRegistry registry, TrafficKind kind) {
		return counter(registry, "hotupgrade.drain.cut",
				"Requests, streams and sessions that were cut at the end of the drain of an upgrade", "kind", kind);
	}

	private static Counter sessions(MeterRegistry registry, SessionFate fate) {
		return counter(registry, "hotupgrade.sessions", "HTTP sessions by what became of them in upgrades", "fate",
				fate);
	}

	private static Counter state(MeterRegistry registry, StateFate fate) {
		return counter(registry, "hotupgrade.state", "States of the application by what became of them in upgrades",
				"fate", fate);
	}

	private static Counter counter(MeterRegistry registry, String name, String description, String tag, Enum<?> value) {
		return Counter.builder(name).description(description).tag(tag, tagValue(value)).register(registry);
	}

	private static Counter stateBytes(MeterRegistry registry) {
		return Counter.builder("hotupgrade.state.bytes")
			.description("State of the application that was sent in upgrades, both ways")
			.baseUnit(BaseUnits.BYTES)
			.register(registry);
	}

	private static Timer exclusivePause(MeterRegistry registry) {
		return Timer.builder("hotupgrade.exclusive.pause")
			.description("Time for which requests were not served while something that cannot exist twice passed")
			.register(registry);
	}

	private static void exclusiveRequests(MeterRegistry registry, ExclusiveReceipt receipt) {
		exclusiveRequests(registry, "held").increment(receipt.held());
		exclusiveRequests(registry, "forwarded").increment(receipt.forwarded());
		exclusiveRequests(registry, "refused").increment(receipt.refused());
	}

	private static Counter exclusiveRequests(MeterRegistry registry, String fate) {
		return Counter.builder("hotupgrade.exclusive.requests")
			.description("Requests that came while something that cannot exist twice passed, by what became of them")
			.tag("fate", fate)
			.register(registry);
	}

	private static Timer phaseDuration(MeterRegistry registry, Enum<?> phase) {
		return Timer.builder("hotupgrade.phase.duration")
			.description("Time that upgrades spent in a phase")
			.tag("phase", tagValue(phase))
			.register(registry);
	}

	private static String tagValue(Enum<?> constant) {
		return constant.name().toLowerCase(Locale.ROOT);
	}

}
