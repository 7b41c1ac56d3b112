package io.hotupgrade.benchmarks;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.hotupgrade.loadmeter.process.StarterlessJar;
import io.hotupgrade.loadmeter.process.TemporaryDirectory;
import io.hotupgrade.loadmeter.program.Arguments;
import io.hotupgrade.loadmeter.program.Cleanup;
import io.hotupgrade.loadmeter.program.Option;

/**
 * Measures all contenders and writes a page about it. The exit code is 0 when each was
 * measured or cannot be on this machine, 1 when one failed, and 2 when the command line
 * is wrong.
 */
public final class Benchmarks {

	private static final int FAILED = 1;

	private static final int WRONG_USAGE = 2;

	private static final List<Option> OPTIONS = Option.ofSample(
			Option.number("rate", "100", "new connections a second"),
			Option.number("clients", "20", "clients with a kept-alive connection"),
			Option.number("period", "100", "milliseconds from one request of such a client to its next"),
			Option.number("warmup", "20", "seconds of load before the measurement, until the old version is compiled"),
			Option.number("seconds", "10", "seconds of steady load before the upgrade"),
			Option.number("settle", "5", "seconds of load after the upgrade"),
			Option.number("rounds", "1", "upgrades of each contender"),
			Option.text("also-java", "", "home of another Java, for the prepared start as well"),
			Option.text("only", "", "names of contenders, separated by commas; all if it is empty"),
			Option.text("out", "docs/benchmarks", "directory for the page and the plots"));

	private final Arguments arguments;

	private final LoadSettings settings;

	private final Map<Contender, List<Round>> rounds = new LinkedHashMap<>();

	private final Map<Contender, String> notes = new LinkedHashMap<>();

	private boolean failed;

	private Benchmarks(Arguments arguments) {
		this.arguments = arguments;
		this.settings = new LoadSettings(arguments.number("rate"), arguments.number("clients"),
				Duration.ofMillis(arguments.number("period")), seconds("warmup"), seconds("seconds"),
				seconds("settle"));
	}

	private Duration seconds(String option) {
		return Duration.ofSeconds(this.arguments.number(option));
	}

	/**
	 * Runs the benchmarks and ends the JVM.
	 * @param args the options
	 */
	public static void main(String[] args) {
		System.exit(run(args));
	}

	static int run(String... args) {
		if (Arrays.asList(args).contains("--help")) {
			System.out.println("Usage: java -jar benchmarks.jar [--OPTION=VALUE ...]");
			OPTIONS.forEach((option) -> System.out.println("  " + option));
			return 0;
		}
		try {
			return new Benchmarks(new Arguments(List.of(args), OPTIONS)).run();
		}
		catch (IllegalArgumentException ex) {
			System.err.println(ex.getMessage());
			return WRONG_USAGE;
		}
		catch (Exception ex) {
			System.err.println("The benchmarks failed: " + ex.getMessage());
			return FAILED;
		}
	}

	private int run() throws Exception {
		List<Java> javas = javas();
		Path jar = this.arguments.jar();
		try (Cleanup cleanup = new Cleanup()) {
			Path plainJar = cleanup.add(TemporaryDirectory.create("benchmarks-")).resolve("plain.jar");
			List<Contender> contenders = Contenders.choose(Contenders.all(jar, plainJar, javas),
					this.arguments.text("only"));
			StarterlessJar.create(jar, plainJar);
			measure(contenders);
		}
		List<ContenderResult> results = this.rounds.entrySet()
			.stream()
			.map((entry) -> new ContenderResult(entry.getKey().name(), entry.getKey().title(), entry.getValue(),
					this.notes.getOrDefault(entry.getKey(), "")))
			.toList();
		System.out.println();
		System.out.print(new ResultTables(results).summary());
		Path directory = Path.of(this.arguments.text("out"));
		new ResultDocument(this.settings, this.arguments.number("rounds"), MachineFacts.list(), results)
			.write(directory);
		System.out.println("\nWritten: " + directory.resolve(ResultDocument.PAGE));
		return this.failed ? FAILED : 0;
	}

	private List<Java> javas() {
		Java own = Java.running();
		String other = this.arguments.text("also-java");
		return other.isEmpty() ? List.of(own) : List.of(Java.in(Path.of(other)), own);
	}

	private void measure(List<Contender> contenders) {
		List<Contender> possible = new ArrayList<>();
		for (Contender contender : contenders) {
			this.rounds.put(contender, new ArrayList<>());
			contender.obstacle()
				.ifPresentOrElse((obstacle) -> note(contender, obstacle), () -> possible.add(contender));
		}
		// In turns, so that a machine that slows down meanwhile slows all.
		for (int round = 1; round <= this.arguments.number("rounds"); round++) {
			for (Contender contender : possible) {
				measure(contender, round);
			}
		}
	}

	private void measure(Contender contender, int number) {
		Measurement measurement = new Measurement(this.settings);
		boolean first = this.rounds.values().stream().allMatch(List::isEmpty);
		try (Stage stage = contender.stages().get()) {
			stage.start();
			if (first) {
				measurement.warmUp(stage);
			}
			Round round = measurement.run(stage);
			this.rounds.get(contender).add(round);
			System.out.printf("round %d  %-40s %s%n", number, contender.title(), line(round));
		}
		catch (Exception ex) {
			this.failed = true;
			note(contender, "round " + number + " failed: " + ex.getMessage());
		}
	}

	private static String line(Round round) {
		long lost = round.measured().stream().filter((request) -> request.outcome().isLost()).count();
		return "%6d requests, %d lost, p99 %.1f ms, in the window %.1f ms".formatted(round.measured().size(), lost,
				Latencies.of(round.steady()).millis(99).orElse(Double.NaN),
				Latencies.of(round.window()).millis(99).orElse(Double.NaN));
	}

	private void note(Contender contender, String note) {
		System.out.println(contender.title() + ": " + note);
		this.notes.put(contender, note);
	}

}
