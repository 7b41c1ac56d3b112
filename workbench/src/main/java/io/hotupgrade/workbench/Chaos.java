package io.hotupgrade.workbench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

import io.hotupgrade.loadmeter.KeptAliveClients;
import io.hotupgrade.loadmeter.LoadMeter;
import io.hotupgrade.loadmeter.NewConnections;
import io.hotupgrade.loadmeter.Outcome;
import io.hotupgrade.loadmeter.process.SampleDirectory;
import io.hotupgrade.loadmeter.process.StatusView;
import io.hotupgrade.loadmeter.program.Arguments;
import io.hotupgrade.loadmeter.program.Cleanup;
import io.hotupgrade.loadmeter.program.Option;
import io.hotupgrade.loadmeter.program.Pause;

/**
 * Many upgrades, two thirds of which are disturbed by a random fault at a random moment.
 * A run is repeated by its seed.
 */
final class Chaos implements Program {

	static final Duration HEARTBEAT_TIMEOUT = Duration.ofSeconds(4);

	private static final Duration LIMIT = Duration.ofDays(1);

	/** More than connections that happen to be open account for. */
	private static final int DESCRIPTORS_TOLERATED = 15;

	static final Duration PROBATION = Duration.ofSeconds(5);

	private final String randomSeed = Integer.toString(ThreadLocalRandom.current().nextInt(1, 100_000));

	@Override
	public String name() {
		return "chaos";
	}

	@Override
	public String purpose() {
		return "upgrades the sample under load while random faults strike, and looks for losses and leftovers";
	}

	@Override
	public List<Option> options() {
		return Option.ofSample(Option.number("upgrades", "100", "how many"),
				Option.number("seed", this.randomSeed, "repeats a run; by default another one each time"),
				Option.number("minutes", "1000", "after which no further upgrade is begun"),
				Option.number("rate", "50", "new connections a second"),
				Option.number("clients", "5", "clients with a kept-alive connection"));
	}

	@Override
	public int run(Arguments arguments) throws IOException, InterruptedException {
		int seed = arguments.number("seed");
		System.out.printf("seed %d%n%n", seed);
		try (Cleanup cleanup = new Cleanup()) {
			SampleDirectory directory = cleanup.add(SampleDirectory.create(arguments.jar(),
					"hotupgrade.probation=" + PROBATION, "hotupgrade.control.heartbeat-timeout=" + HEARTBEAT_TIMEOUT,
					"hotupgrade.launch.timeout=30s", "hotupgrade.launch.termination-timeout=3s",
					"hotupgrade.drain.timeout=10s", "hotupgrade.drain.idle-timeout=1s"));
			directory.install("v0");
			ChaosStage stage = cleanup.add(new ChaosStage(directory));
			LoadMeter meter = cleanup
				.add(LoadMeter.start(stage.sample().target(), LIMIT, new NewConnections(arguments.number("rate")),
						new KeptAliveClients(arguments.number("clients"), Duration.ofMillis(100))));
			return new Run(stage, meter, seed).upgrade(arguments.number("upgrades"),
					Duration.ofMinutes(arguments.number("minutes")));
		}
	}

	/**
	 * One run.
	 */
	private static final class Run {

		private final ChaosStage stage;

		private final LoadMeter meter;

		private final int seed;

		private final ChaosTally tally = new ChaosTally();

		Run(ChaosStage stage, LoadMeter meter, int seed) {
			this.stage = stage;
			this.meter = meter;
			this.seed = seed;
		}

		int upgrade(int upgrades, Duration limit) throws IOException, InterruptedException {
			long start = System.nanoTime();
			Duration usual = undisturbed(0, "(to see how long it takes)");
			int descriptors = descriptors();
			for (int number = 1; number <= upgrades && System.nanoTime() - start < limit.toNanos(); number++) {
				ChaosPlan plan = ChaosPlan.draw(this.seed, number);
				this.stage.directory().install("v" + number);
				if (plan.fault().isPresent()) {
					disturbed(number, plan.fault().get(), usual.toMillis() * plan.moment());
				}
				else {
					usual = undisturbed(number, "");
				}
			}
			return conclude(descriptors);
		}

		private Duration undisturbed(int number, String remark) throws IOException {
			long start = System.nanoTime();
			this.meter.mark("upgrade " + number);
			String refusal = this.stage.begin();
			StatusView calm = this.stage.awaitCalm();
			count(number, remark, refusal.isEmpty() ? this.stage.ending(calm) : refusal, Set.of());
			return Duration.ofNanos(System.nanoTime() - start);
		}

		private void disturbed(int number, ChaosFault fault, double millis) throws IOException, InterruptedException {
			this.meter.mark("upgrade " + number);
			fault.prepare(this.stage);
			String ending = this.stage.begin();
			String disturbance = fault.toString();
			if (ending.isEmpty()) {
				if (fault.hasMoment()) {
					Pause.of(Duration.ofMillis((long) millis));
					disturbance = strike(fault);
				}
				ending = this.stage.ending(this.stage.awaitCalm());
			}
			count(number, disturbance, ending, fault.explains());
		}

		/** Strikes unless it is too late, which the endpoint knows. */
		private String strike(ChaosFault fault) throws IOException, InterruptedException {
			String phase = this.stage.phase();
			if (phase.isEmpty() || fault.hitsSuccessor() && !this.stage.canBeTakenBack()) {
				return fault + ", too late";
			}
			fault.strike(this.stage);
			return fault + " in " + phase;
		}

		private void count(int number, String disturbance, String ending, Set<Outcome> explains) {
			this.tally.add(number, disturbance, ending, explains, this.meter.report("upgrade " + number));
		}

		private int descriptors() throws IOException, InterruptedException {
			long pid = this.stage.awaitCalm().pid();
			ProcessFootprint least = ProcessFootprint.of(pid);
			for (int sample = 0; sample < 8; sample++) {
				Pause.of(Duration.ofMillis(250));
				least = least.least(ProcessFootprint.of(pid));
			}
			return least.descriptors();
		}

		private int conclude(int before) throws IOException, InterruptedException {
			int after = descriptors();
			long pid = this.stage.awaitCalm().pid();
			List<String> complaints = new ArrayList<>();
			if (after > before + DESCRIPTORS_TOLERATED) {
				complaints.add("open descriptors grew from %d to %d".formatted(before, after));
			}
			List<String> left = this.stage.controlFiles()
				.stream()
				.filter((name) -> !name.equals(pid + ".sock") && !name.endsWith(".lock"))
				.toList();
			if (!left.isEmpty()) {
				complaints.add("files were left behind: " + left);
			}
			if (this.tally.forgotten() > 0) {
				complaints.add("%d upgrades are not remembered".formatted(this.tally.forgotten()));
			}
			this.tally.print();
			System.out.printf("one healthy instance is left (pid %d), with %d descriptors (at the start: %d)%n", pid,
					after, before);
			complaints.forEach(System.out::println);
			System.out.printf("seed %d: %s%n", this.seed,
					complaints.isEmpty() && this.tally.unexplained() == 0 ? "nothing to complain of" : "FAILED");
			return complaints.isEmpty() && this.tally.unexplained() == 0 ? 0 : 1;
		}

	}

}
