package io.hotupgrade.workbench;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.hotupgrade.loadmeter.ConcurrentConnections;
import io.hotupgrade.loadmeter.KeptAliveClients;
import io.hotupgrade.loadmeter.Load;
import io.hotupgrade.loadmeter.LoadMeter;
import io.hotupgrade.loadmeter.MeterReport;
import io.hotupgrade.loadmeter.process.SampleDirectory;
import io.hotupgrade.loadmeter.process.SampleInstance;
import io.hotupgrade.loadmeter.process.StarterlessJar;
import io.hotupgrade.loadmeter.program.Arguments;
import io.hotupgrade.loadmeter.program.Cleanup;
import io.hotupgrade.loadmeter.program.Option;

/**
 * What the starter costs while no upgrade runs: the same application with it and without
 * it, in turns, so that a machine that slows down meanwhile slows both.
 */
final class OverheadBenchmark implements Program {

	private static final Duration START_TIMEOUT = Duration.ofMinutes(1);

	@Override
	public String name() {
		return "overhead";
	}

	@Override
	public String purpose() {
		return "compares the sample with the starter to the sample without it";
	}

	@Override
	public List<Option> options() {
		return List.of(Option.JAR, Option.number("rounds", "5", "runs of each variant"),
				Option.number("seconds", "8", "how long each load is measured"),
				Option.number("warmup", "6", "how long each process is warmed up, in seconds"),
				Option.number("clients", "8", "clients that ask without a pause"));
	}

	@Override
	public int run(Arguments arguments) throws IOException {
		try (Cleanup cleanup = new Cleanup()) {
			SampleDirectory with = cleanup.add(SampleDirectory.create(arguments.jar()));
			with.install("v1");
			SampleDirectory without = cleanup.add(SampleDirectory.create(withoutStarter(with)));
			without.install("v1");
			List<OverheadSample> samplesWith = new ArrayList<>();
			List<OverheadSample> samplesWithout = new ArrayList<>();
			for (int round = 1; round <= arguments.number("rounds"); round++) {
				samplesWith.add(measure("with", round, with, arguments, cleanup));
				samplesWithout.add(measure("without", round, without, arguments, cleanup));
			}
			System.out.println();
			System.out.print(new OverheadComparison(samplesWith, samplesWithout).table());
			return 0;
		}
	}

	private static Path withoutStarter(SampleDirectory with) throws IOException {
		Path jar = with.launch().workDirectory().resolve("without-starter.jar");
		StarterlessJar.create(with.launch().jar(), jar);
		return jar;
	}

	private static OverheadSample measure(String variant, int round, SampleDirectory directory, Arguments arguments,
			Cleanup cleanup) throws IOException {
		long start = System.nanoTime();
		try (SampleInstance sample = cleanup.add(SampleInstance.launch(directory.launch()))) {
			sample.awaitServing(START_TIMEOUT);
			double startMillis = (System.nanoTime() - start) / 1e6;
			OverheadSample measured = measure(startMillis, sample, arguments);
			System.out.printf("round %d %-8s %s%n", round, variant, measured);
			return measured;
		}
	}

	private static OverheadSample measure(double startMillis, SampleInstance sample, Arguments arguments)
			throws IOException {
		int clients = arguments.number("clients");
		Duration warmup = Duration.ofSeconds(arguments.number("warmup")).dividedBy(2);
		Duration seconds = Duration.ofSeconds(arguments.number("seconds"));
		Load keptAlive = new KeptAliveClients(clients, Duration.ZERO);
		Load connections = new ConcurrentConnections(clients);
		load(sample, warmup, keptAlive);
		load(sample, warmup, connections);
		MeterReport first = load(sample, seconds, keptAlive);
		MeterReport second = load(sample, seconds, connections);
		return new OverheadSample(startMillis, rate(first), millis(first.latency().p99()), rate(second),
				millis(second.latency().p99()),
				ProcessFootprint.of(sample.first().pid()).residentKilobytes() / 1_024.0);
	}

	private static MeterReport load(SampleInstance sample, Duration duration, Load load) {
		try (LoadMeter meter = LoadMeter.start(sample.target(), duration, load)) {
			MeterReport report = meter.awaitEnd();
			if (report.lost() > 0) {
				throw new IllegalStateException("Requests were lost, so that rates say nothing:\n" + report.table());
			}
			return report;
		}
	}

	private static double rate(MeterReport report) {
		return report.requests() / (report.length().toNanos() / 1e9);
	}

	private static double millis(Duration duration) {
		return duration.toNanos() / 1e6;
	}

}
