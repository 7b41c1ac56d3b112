package io.hotupgrade.workbench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.hotupgrade.loadmeter.Downloads;
import io.hotupgrade.loadmeter.KeptAliveClients;
import io.hotupgrade.loadmeter.LoadMeter;
import io.hotupgrade.loadmeter.MeterReport;
import io.hotupgrade.loadmeter.NewConnections;
import io.hotupgrade.loadmeter.SlowRequests;
import io.hotupgrade.loadmeter.Uploads;
import io.hotupgrade.loadmeter.process.SampleDirectory;
import io.hotupgrade.loadmeter.process.SampleInstance;
import io.hotupgrade.loadmeter.process.UpgradeView;
import io.hotupgrade.loadmeter.program.Arguments;
import io.hotupgrade.loadmeter.program.Cleanup;
import io.hotupgrade.loadmeter.program.Option;
import io.hotupgrade.loadmeter.program.Pause;

/**
 * Shows upgrades of the sample under load of every kind.
 */
final class Demo implements Program {

	static final String BEFORE = "before";

	static final String DURING = "during upgrades";

	static final String BETWEEN = "between upgrades";

	private static final Duration START_TIMEOUT = Duration.ofMinutes(1);

	private static final Duration UPGRADE_TIMEOUT = Duration.ofMinutes(3);

	private static final Duration LIMIT = Duration.ofHours(1);

	@Override
	public String name() {
		return "demo";
	}

	@Override
	public String purpose() {
		return "upgrades the sample under load and shows what its clients see";
	}

	@Override
	public List<Option> options() {
		return Option.ofSample(Option.number("upgrades", "3", "how many"),
				Option.number("pause", "6", "seconds of load before, between and after upgrades"),
				Option.number("rate", "100", "new connections a second"),
				Option.number("clients", "20", "clients with a kept-alive connection"));
	}

	@Override
	public int run(Arguments arguments) throws IOException, InterruptedException {
		try (Cleanup cleanup = new Cleanup()) {
			SampleDirectory directory = cleanup.add(
					SampleDirectory.create(arguments.jar(), "hotupgrade.probation=2s", "hotupgrade.drain.timeout=30s"));
			directory.install("v1");
			SampleInstance sample = cleanup.add(SampleInstance.launch(directory.launch()));
			sample.awaitServing(START_TIMEOUT);
			System.out.printf("v1 answers on port %d; now under load%n", sample.port());
			LoadMeter meter = cleanup.add(load(sample, arguments));
			DemoProgress progress = cleanup.add(new DemoProgress(meter, sample.endpoint()));
			List<UpgradeView> upgrades = upgrade(directory, sample, meter, progress, arguments);
			progress.close();
			return summarize(meter, upgrades);
		}
	}

	private static LoadMeter load(SampleInstance sample, Arguments arguments) {
		return LoadMeter.start(sample.target(), LIMIT, new NewConnections(arguments.number("rate")),
				new KeptAliveClients(arguments.number("clients"), Duration.ofMillis(200)),
				new SlowRequests(4, Duration.ofSeconds(2)), new Downloads(4, 4),
				new Uploads(2, 200_000, Duration.ofSeconds(2), Uploads.Framing.CHUNKED),
				new Uploads(2, 200_000, Duration.ofSeconds(2), Uploads.Framing.CONTENT_LENGTH));
	}

	private static List<UpgradeView> upgrade(SampleDirectory directory, SampleInstance sample, LoadMeter meter,
			DemoProgress progress, Arguments arguments) throws IOException, InterruptedException {
		List<UpgradeView> upgrades = new ArrayList<>();
		Duration pause = Duration.ofSeconds(arguments.number("pause"));
		// A JVM that has just started is slow: no fair comparison to one being upgraded.
		Pause.of(pause);
		meter.mark(BEFORE);
		Pause.of(pause);
		for (int number = 1; number <= arguments.number("upgrades"); number++) {
			String version = "v" + (number + 1);
			directory.install(version);
			meter.mark(DURING);
			progress.say(version + " is installed; POST /actuator/hotupgrade");
			UpgradeView begun = sample.beginUpgrade();
			UpgradeView ended = sample.awaitUpgrade(begun.id(), UPGRADE_TIMEOUT);
			meter.mark(BETWEEN);
			progress.say("upgrade to " + version + ": " + ended.outcome() + " " + ended.message());
			upgrades.add(ended);
			Pause.of(pause);
		}
		return upgrades;
	}

	private static int summarize(LoadMeter meter, List<UpgradeView> upgrades) {
		MeterReport total = meter.stop();
		DemoSummary summary = new DemoSummary(meter, total, upgrades);
		System.out.println();
		System.out.print(summary.text());
		return summary.isGood() ? 0 : 1;
	}

}
