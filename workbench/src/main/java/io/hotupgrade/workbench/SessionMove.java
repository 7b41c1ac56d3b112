package io.hotupgrade.workbench;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

import io.hotupgrade.loadmeter.LatencySummary;
import io.hotupgrade.loadmeter.LoadMeter;
import io.hotupgrade.loadmeter.MeterReport;
import io.hotupgrade.loadmeter.SessionPopulation;
import io.hotupgrade.loadmeter.process.JavaLaunch;
import io.hotupgrade.loadmeter.process.SampleDirectory;
import io.hotupgrade.loadmeter.process.SampleInstance;
import io.hotupgrade.loadmeter.process.UpgradeView;
import io.hotupgrade.loadmeter.program.Arguments;
import io.hotupgrade.loadmeter.program.Cleanup;
import io.hotupgrade.loadmeter.program.Option;

/**
 * How long many sessions take from one instance to the next, and what their users notice.
 */
final class SessionMove implements Program {

	private static final Duration LIMIT = Duration.ofMinutes(5);

	private static final Duration STEADY = Duration.ofSeconds(10);

	private static final String UPGRADE = "upgrade";

	private static final String MOVE = "move";

	@Override
	public String name() {
		return "sessions";
	}

	@Override
	public String purpose() {
		return "moves many sessions to a new instance while some are visited, and measures how long that takes";
	}

	@Override
	public List<Option> options() {
		return Option.ofSample(Option.number("sessions", "100000", "sessions"),
				Option.number("characters", "2000", "length of the text in each"),
				Option.number("rate", "100", "visits a second, each on a new connection"),
				Option.text("heap", "1g", "the largest heap of each instance"));
	}

	@Override
	public int run(Arguments arguments) throws IOException, InterruptedException {
		SessionPopulation sessions = new SessionPopulation(arguments.number("sessions"),
				arguments.number("characters"));
		try (Cleanup cleanup = new Cleanup()) {
			SampleDirectory directory = cleanup.add(SampleDirectory.create(arguments.jar(),
					"hotupgrade.sessions.enabled=true", "hotupgrade.sessions.timeout=5m", "hotupgrade.shift=instant"));
			directory.install("v1");
			// With the collector that the JVM chooses: the one of the small samples stops
			// everything for each pass.
			JavaLaunch launch = directory.launch()
				.withJvmArguments("-XX:-UseSerialGC", "-Xmx" + arguments.text("heap"));
			SampleInstance sample = cleanup.add(SampleInstance.start(launch, LIMIT));
			try (LoadMeter meter = LoadMeter.start(sample.target(), LIMIT, sessions.begin())) {
				meter.awaitRequests(sessions.beginnings(), LIMIT);
				requireNoneLost(meter.stop());
			}
			try (LoadMeter meter = LoadMeter.start(sample.target(), LIMIT, sessions.visit(arguments.number("rate")))) {
				return move(sample, meter, arguments.number("rate"));
			}
		}
	}

	private static int move(SampleInstance sample, LoadMeter meter, int rate) throws IOException {
		meter.awaitRequests(rate * STEADY.toSeconds(), LIMIT);
		LatencySummary before = meter.report().latency();
		meter.mark(UPGRADE);
		UpgradeView begun = sample.beginUpgrade();
		sample.endpoint()
			.awaitStatus("all connections to the successor", LIMIT,
					(status) -> status.upgrade() == null || status.upgrade().phase().equals("DRAINING"));
		meter.mark(MOVE);
		long from = System.nanoTime();
		UpgradeView ended = sample.awaitUpgrade(begun.id(), LIMIT);
		double seconds = (System.nanoTime() - from) / 1e9;
		LatencySummary during = meter.report(MOVE).latency();
		LatencySummary until = meter.report(UPGRADE).latency();
		MeterReport report = meter.stop();
		System.out.print(report.table());
		System.out.printf(Locale.ROOT, "%s; drain and move %.1f s; %s%n", ended.outcome(), seconds,
				ended.receipt().sessions());
		print("before the upgrade", before);
		print("until the drain", until);
		print("while they moved", during);
		return (report.lost() == 0 && ended.receipt().sessions().leftBehind() == 0) ? 0 : 1;
	}

	private static void requireNoneLost(MeterReport report) {
		if (report.lost() > 0) {
			throw new IllegalStateException("Not all sessions could be begun:\n" + report.table());
		}
	}

	private static void print(String window, LatencySummary latency) {
		System.out.printf(Locale.ROOT, "%-20s %6d visits, p50 %.1f ms, p99 %.1f ms, longest %.1f ms%n", window,
				latency.count(), millis(latency.p50()), millis(latency.p99()), millis(latency.max()));
	}

	private static double millis(Duration time) {
		return time.toNanos() / 1e6;
	}

}
