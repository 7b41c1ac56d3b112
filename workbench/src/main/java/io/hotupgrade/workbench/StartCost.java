package io.hotupgrade.workbench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.hotupgrade.loadmeter.KeptAliveClients;
import io.hotupgrade.loadmeter.LoadMeter;
import io.hotupgrade.loadmeter.MeterReport;
import io.hotupgrade.loadmeter.NewConnections;
import io.hotupgrade.loadmeter.Target;
import io.hotupgrade.loadmeter.process.FreePort;
import io.hotupgrade.loadmeter.process.JavaLaunch;
import io.hotupgrade.loadmeter.process.JavaProcess;
import io.hotupgrade.loadmeter.process.SampleDirectory;
import io.hotupgrade.loadmeter.process.SampleInstance;
import io.hotupgrade.loadmeter.process.StatusView;
import io.hotupgrade.loadmeter.process.UpgradeView;
import io.hotupgrade.loadmeter.program.Arguments;
import io.hotupgrade.loadmeter.program.Cleanup;
import io.hotupgrade.loadmeter.program.Option;
import io.hotupgrade.loadmeter.program.Pause;

/**
 * What the start of a successor does to the clients of the instance that serves, and what
 * would lessen it.
 */
final class StartCost implements Program {

	private static final String STEADY = "steady";

	private static final String STARTING = "starting";

	private static final String AFTER = "after";

	private static final Duration START_TIMEOUT = Duration.ofMinutes(1);

	private static final Duration UPGRADE_TIMEOUT = Duration.ofMinutes(3);

	private static final Duration LIMIT = Duration.ofHours(1);

	private static final Duration THINK_TIME = Duration.ofMillis(100);

	@Override
	public String name() {
		return "start-cost";
	}

	@Override
	public String purpose() {
		return "measures what clients see while a successor starts, for several ways to start it";
	}

	@Override
	public List<Option> options() {
		return Option.ofSample(Option.number("rounds", "3", "upgrades of each variant"),
				Option.number("seconds", "8", "how long the steady state is measured"),
				Option.number("warmup", "8", "seconds of load before that"),
				Option.number("rate", "200", "new connections a second"),
				Option.number("clients", "10", "clients with a kept-alive connection, each of ten requests a second"),
				Option.text("rivals", "0", "other processes that want a CPU all the time"),
				Option.text("variants", "", "which to measure, separated by semicolons; by default all"));
	}

	@Override
	public int run(Arguments arguments) throws IOException, InterruptedException {
		try (Cleanup cleanup = new Cleanup()) {
			SampleDirectory directory = cleanup.add(SampleDirectory.create(arguments.jar()));
			directory.install("v1");
			List<StartVariant> variants = StartVariant.all(directory.launch())
				.stream()
				.filter((variant) -> isWanted(variant, arguments.text("variants")))
				.toList();
			Map<String, List<StartCostSample>> samples = new LinkedHashMap<>();
			for (int round = 1; round <= arguments.number("rounds"); round++) {
				for (StartVariant variant : variants) {
					StartCostSample sample = measure(variant, directory, arguments, cleanup);
					samples.computeIfAbsent(variant.name(), (name) -> new ArrayList<>()).add(sample);
					System.out.print(new StartCostTable(Map.of(variant.name(), List.of(sample))).text());
				}
			}
			System.out.printf("%nsteady -> while the successor starts, and the ratio%n");
			System.out.print(new StartCostTable(samples).text());
			return 0;
		}
	}

	private static boolean isWanted(StartVariant variant, String names) {
		return names.isEmpty() || List.of(names.split("; *")).contains(variant.name());
	}

	private static StartCostSample measure(StartVariant variant, SampleDirectory directory, Arguments arguments,
			Cleanup cleanup) throws IOException, InterruptedException {
		int port = FreePort.find();
		List<String> properties = new ArrayList<>(variant.properties());
		properties.addAll(List.of("server.port=" + port, "hotupgrade.probation=1m"));
		directory.configure(properties.toArray(String[]::new));
		JavaLaunch launch = directory.launch();
		try (SampleInstance sample = cleanup
			.add(SampleInstance.adopt(JavaProcess.start(launch), Target.local(port), Target.local(port)))) {
			sample.awaitServing(START_TIMEOUT);
			Rivals rivals = cleanup.add(Rivals.start(Integer.parseInt(arguments.text("rivals"))));
			try (LoadMeter meter = LoadMeter.start(sample.target(), LIMIT, new NewConnections(arguments.number("rate")),
					new KeptAliveClients(arguments.number("clients"), THINK_TIME))) {
				return measure(sample, meter, arguments);
			}
			finally {
				rivals.close();
			}
		}
	}

	private static StartCostSample measure(SampleInstance sample, LoadMeter meter, Arguments arguments)
			throws IOException, InterruptedException {
		Pause.of(Duration.ofSeconds(arguments.number("warmup")));
		meter.mark(STEADY);
		Pause.of(Duration.ofSeconds(arguments.number("seconds")));
		meter.mark(STARTING);
		UpgradeView upgrade = sample.beginUpgrade();
		StatusView status = sample.endpoint()
			.awaitStatus("switch to the successor", UPGRADE_TIMEOUT, (candidate) -> isOver(candidate, upgrade.id()));
		meter.mark(AFTER);
		if (status.upgrade() == null) {
			throw new IllegalStateException("The upgrade failed: " + status.history().get(0));
		}
		MeterReport starting = meter.report(STARTING);
		return new StartCostSample(meter.report(STEADY).latency(), starting.latency(),
				starting.length().toNanos() / 1e6);
	}

	private static boolean isOver(StatusView status, String id) {
		return "PROBATION".equals(status.state()) || status.ended(id).isPresent();
	}

}
