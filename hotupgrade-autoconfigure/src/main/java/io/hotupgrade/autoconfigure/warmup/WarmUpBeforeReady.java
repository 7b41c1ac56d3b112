package io.hotupgrade.autoconfigure.warmup;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

import io.hotupgrade.CauseChain;
import io.hotupgrade.FailureReason;
import io.hotupgrade.WarmUpPart;
import io.hotupgrade.WarmUpReport;
import io.hotupgrade.WarmUpSettings;
import io.hotupgrade.autoconfigure.engine.BeforeReady;
import io.hotupgrade.autoconfigure.engine.InstanceLifecycle;
import io.hotupgrade.event.HotUpgradeWarmUpEndedEvent;
import io.hotupgrade.event.HotUpgradeWarmUpStartedEvent;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationEvent;

/**
 * Stands between what finds a successor ready and the engine: one that could be ready
 * warms up first, if there is anything to do.
 *
 * @since 0.1.0
 */
public final class WarmUpBeforeReady extends BeforeReady {

	private static final Logger logger = LoggerFactory.getLogger(WarmUpBeforeReady.class);

	private static final double MICROS_PER_MILLI = TimeUnit.MILLISECONDS.toMicros(1);

	private final ApplicationContext context;

	private final WarmUpSettings settings;

	private final ObjectProvider<WarmUpSource> sources;

	private final BiFunction<WarmUpSettings, List<WarmUpPart>, CompletableFuture<WarmUpReport>> warmUp;

	private final BooleanSupplier urgent;

	/**
	 * Creates it.
	 * @param context publishes the events
	 * @param settings how to warm up
	 * @param sources what to do
	 * @param warmUp begins to warm up
	 * @param urgent whether clients wait for this instance, so that there is no time for
	 * it
	 * @param lifecycle told when it is over
	 */
	WarmUpBeforeReady(ApplicationContext context, WarmUpSettings settings, ObjectProvider<WarmUpSource> sources,
			BiFunction<WarmUpSettings, List<WarmUpPart>, CompletableFuture<WarmUpReport>> warmUp,
			BooleanSupplier urgent, InstanceLifecycle lifecycle) {
		super(lifecycle);
		this.context = context;
		this.settings = settings;
		this.sources = sources;
		this.warmUp = warmUp;
		this.urgent = urgent;
	}

	/**
	 * Returns at once.
	 */
	@Override
	public void ready() {
		try {
			List<WarmUpPart> parts = isAwaited() ? parts() : List.of();
			if (!parts.isEmpty() && this.urgent.getAsBoolean()) {
				logger.info("This instance is not warmed up, as requests wait for it: it has what cannot exist twice");
				parts = List.of();
			}
			if (parts.isEmpty()) {
				nextReady();
				return;
			}
			publish(new HotUpgradeWarmUpStartedEvent(this.context));
			this.warmUp.apply(this.settings, parts).whenComplete(this::over);
		}
		catch (RuntimeException ex) {
			over(null, ex);
		}
	}

	private List<WarmUpPart> parts() {
		return this.sources.orderedStream().flatMap((source) -> source.part(this.settings).stream()).toList();
	}

	private void over(@Nullable WarmUpReport report, @Nullable Throwable problem) {
		if (report != null) {
			publish(new HotUpgradeWarmUpEndedEvent(this.context, report));
			logger.info("{}", describe(report));
			if (report.state() == WarmUpReport.State.FAILED) {
				failed(report.message());
			}
			else {
				nextReady();
			}
		}
		else if (isCancellation(problem)) {
			logger.info("The warm-up was ended because this instance is told to stop");
		}
		else {
			logger.warn("The warm-up could not run", problem);
			failed("it could not run: " + CauseChain.describe(problem));
		}
	}

	private static boolean isCancellation(@Nullable Throwable problem) {
		Throwable cause = (problem instanceof CompletionException) ? problem.getCause() : problem;
		return cause instanceof CancellationException;
	}

	private void failed(String why) {
		failed(FailureReason.WARM_UP_FAILED, "The warm-up failed: " + why
				+ ". Repair it, or let upgrades go on regardless with hotupgrade.warm-up.on-failure=continue");
	}

	private void publish(ApplicationEvent event) {
		try {
			this.context.publishEvent(event);
		}
		catch (RuntimeException ex) {
			logger.warn("A listener of {} failed; the upgrade goes on", event.getClass().getSimpleName(), ex);
		}
	}

	private static String describe(WarmUpReport report) {
		String end = switch (report.state()) {
			case TIME_LIMIT -> "Warm-up ended by hotupgrade.warm-up.timeout";
			case FAILED -> "Warm-up failed";
			case STOPPED -> "Warm-up ended because the predecessor is gone";
			default -> "Warmed up";
		};
		String failures = (report.failures() > 0)
				? ", %d failures, the first: %s".formatted(report.failures(), report.message()) : "";
		String details = report.requests().stream().map(WarmUpBeforeReady::describe).collect(Collectors.joining());
		return "%s after %d ms: %d requests%s%s".formatted(end, report.duration().toMillis(), report.sent(), failures,
				details);
	}

	private static String describe(WarmUpReport.Requests requests) {
		String note = requests.note().isEmpty() ? "" : " (" + requests.note() + ")";
		return "; %s: %s %d times, %s to %s%s".formatted(requests.source(), requests.request(), requests.sent(),
				millis(requests.firstLatency()), millis(requests.lastLatency()), note);
	}

	private static String millis(Duration latency) {
		return String.format(Locale.ROOT, "%.2f ms",
				TimeUnit.NANOSECONDS.toMicros(latency.toNanos()) / MICROS_PER_MILLI);
	}

}
