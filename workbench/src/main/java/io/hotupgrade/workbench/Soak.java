package io.hotupgrade.workbench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.hotupgrade.loadmeter.KeptAliveClients;
import io.hotupgrade.loadmeter.LoadMeter;
import io.hotupgrade.loadmeter.MeterReport;
import io.hotupgrade.loadmeter.NewConnections;
import io.hotupgrade.loadmeter.SlowRequests;
import io.hotupgrade.loadmeter.process.SampleDirectory;
import io.hotupgrade.loadmeter.process.SampleInstance;
import io.hotupgrade.loadmeter.process.UpgradeView;
import io.hotupgrade.loadmeter.program.Arguments;
import io.hotupgrade.loadmeter.program.Cleanup;
import io.hotupgrade.loadmeter.program.Option;
import io.hotupgrade.loadmeter.program.Pause;

/**
 * Many upgrades in a row: nothing may be lost, and nothing may grow.
 */
final class Soak implements Program {

	private static final Duration START_TIMEOUT = Duration.ofMinutes(1);

	private static final Duration UPGRADE_TIMEOUT = Duration.ofMinutes(3);

	private static final Duration LIMIT = Duration.ofDays(1);

	private static final Duration SAMPLE_PERIOD = Duration.ofMillis(250);

	private static final int SAMPLES = 8;

	@Override
	public String name() {
		return "soak";
	}

	@Override
	public String purpose() {
		return "upgrades the sample many times under load and looks for losses and growth";
	}

	@Override
	public List<Option> options() {
		return Option.ofSample(Option.number("upgrades", "20", "how many"),
				Option.number("rate", "300", "new connections a second"),
				Option.number("clients", "50", "clients with a kept-alive connection"),
				Option.number("slow", "6", "requests of three seconds in flight"),
				Option.text("rivals", "0", "other processes that want a CPU all the time"));
	}

	@Override
	public int run(Arguments arguments) throws IOException, InterruptedException {
		try (Cleanup cleanup = new Cleanup()) {
			SampleDirectory directory = cleanup.add(SampleDirectory.create(arguments.jar(), "hotupgrade.probation=1s"));
			directory.install("v0");
			SampleInstance sample = cleanup.add(SampleInstance.launch(directory.launch()));
			sample.awaitServing(START_TIMEOUT);
			cleanup.add(Rivals.start(Integer.parseInt(arguments.text("rivals"))));
			LoadMeter meter = cleanup
				.add(LoadMeter.start(sample.target(), LIMIT, new NewConnections(arguments.number("rate")),
						new KeptAliveClients(arguments.number("clients"), Duration.ofMillis(200)),
						new SlowRequests(arguments.number("slow"), Duration.ofSeconds(3))));
			List<ProcessFootprint> generations = upgrade(directory, sample, meter, arguments.number("upgrades"));
			return conclude(meter.stop(), new GrowthVerdict(generations).complaints());
		}
	}

	private static List<ProcessFootprint> upgrade(SampleDirectory directory, SampleInstance sample, LoadMeter meter,
			int upgrades) throws IOException, InterruptedException {
		List<ProcessFootprint> generations = new ArrayList<>();
		SoakTable table = new SoakTable();
		Pause.of(SAMPLE_PERIOD.multipliedBy(SAMPLES));
		long pid = sample.first().pid();
		generations.add(footprint(pid));
		table.row(0, pid, 0, generations.get(0), meter.report());
		for (int generation = 1; generation <= upgrades; generation++) {
			directory.install("v" + generation);
			long start = System.nanoTime();
			UpgradeView ended = sample.awaitUpgrade(sample.beginUpgrade().id(), UPGRADE_TIMEOUT);
			requireSuccess(ended);
			long millis = Duration.ofNanos(System.nanoTime() - start).toMillis();
			generations.add(footprint(ended.successor().pid()));
			table.row(generation, ended.successor().pid(), millis, generations.get(generation), meter.report());
		}
		return generations;
	}

	private static void requireSuccess(UpgradeView upgrade) {
		if (!upgrade.hasSucceeded()) {
			throw new IllegalStateException("upgrade %s ended with %s %s: %s%n%s".formatted(upgrade.id(),
					upgrade.outcome(), upgrade.reason(), upgrade.message(), String.join("\n", upgrade.output())));
		}
	}

	private static ProcessFootprint footprint(long pid) throws IOException, InterruptedException {
		ProcessFootprint least = ProcessFootprint.of(pid);
		for (int sample = 1; sample < SAMPLES; sample++) {
			Pause.of(SAMPLE_PERIOD);
			least = least.least(ProcessFootprint.of(pid));
		}
		return least;
	}

	private static int conclude(MeterReport total, List<String> complaints) {
		System.out.println();
		System.out.print(total.table());
		System.out.println();
		complaints.forEach(System.out::println);
		System.out.printf("%d requests, %d lost, %s%n", total.requests(), total.lost(),
				complaints.isEmpty() ? "no growth" : "growth");
		return (total.lost() == 0 && complaints.isEmpty()) ? 0 : 1;
	}

}
