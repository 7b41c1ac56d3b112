package io.hotupgrade.workbench;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;

import io.hotupgrade.loadmeter.ConcurrentConnections;
import io.hotupgrade.loadmeter.KeptAliveClients;
import io.hotupgrade.loadmeter.Load;
import io.hotupgrade.loadmeter.SessionVisits;
import io.hotupgrade.loadmeter.process.SampleDirectory;
import io.hotupgrade.loadmeter.process.StarterlessJar;
import io.hotupgrade.loadmeter.program.Arguments;
import io.hotupgrade.loadmeter.program.Cleanup;
import io.hotupgrade.loadmeter.program.Option;

/**
 * What the starter costs while no upgrade runs: the same application with it and without
 * it, both running, measured in short turns, so that a machine that slows down meanwhile
 * slows both. Each round has two new processes, because what a process has been compiled
 * to is a matter of luck and stays.
 */
final class OverheadBenchmark implements Program {

	private static final Duration TURN = Duration.ofSeconds(1);

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
		return Option.ofSample(Option.number("starts", "5", "starts of each variant, for the time that they take"),
				Option.number("rounds", "5", "pairs of processes that are loaded"),
				Option.number("seconds", "20", "how long each load is measured, in turns of a second"),
				Option.number("warmup", "15", "how long each process is warmed up with each load, in seconds"),
				Option.number("clients", "8", "clients that ask without a pause"),
				Option.text("path", "/",
						"what kept-alive clients ask for: /, or /counter, where each counts in a session of its own"),
				Option.text("property", "",
						"a property of the one with the starter, such as hotupgrade.warm-up.learn.enabled=true"),
				Option.text("against", "",
						"another jar to compare to, in place of the sample without the starter; its own jar"
								+ " tells what the ratios are worth"));
	}

	@Override
	public int run(Arguments arguments) throws IOException {
		try (Cleanup cleanup = new Cleanup()) {
			SampleDirectory with = cleanup.add(SampleDirectory.create(arguments.jar(), arguments.text("property")));
			with.install("v1");
			SampleDirectory without = cleanup.add(SampleDirectory.create(other(with, arguments)));
			without.install("v1");
			String startUp = new StartUpComparison(with.launch(), without.launch()).measure(arguments.number("starts"));
			OverheadComparison load = compare(with, without, arguments);
			System.out.println();
			System.out.println(startUp);
			System.out.print(load.table());
			return 0;
		}
	}

	private static OverheadComparison compare(SampleDirectory with, SampleDirectory without, Arguments arguments)
			throws IOException {
		List<OverheadPair> pairs = new ArrayList<>();
		for (int round = 1; round <= arguments.number("rounds"); round++) {
			boolean withFirst = round % 2 == 1;
			try (OverheadSubject first = OverheadSubject.start(withFirst ? with : without);
					OverheadSubject second = OverheadSubject.start(withFirst ? without : with)) {
				measure(List.of(first, second), arguments);
				OverheadPair pair = new OverheadPair((withFirst ? first : second).sample(),
						(withFirst ? second : first).sample());
				pairs.add(pair);
				System.out.printf("round %d with     %s%n", round, pair.with());
				System.out.printf("round %d without  %s%n", round, pair.without());
			}
		}
		return new OverheadComparison(pairs);
	}

	private static Path other(SampleDirectory with, Arguments arguments) throws IOException {
		String against = arguments.text("against");
		if (!against.isEmpty()) {
			return Path.of(against);
		}
		Path jar = with.launch().workDirectory().resolve("without-starter.jar");
		StarterlessJar.create(with.launch().jar(), jar);
		return jar;
	}

	private static void measure(List<OverheadSubject> subjects, Arguments arguments) {
		int clients = arguments.number("clients");
		int turns = arguments.number("seconds");
		Duration warmup = Duration.ofSeconds(arguments.number("warmup"));
		Load keptAlive = arguments.text("path").equals("/counter") ? new SessionVisits(clients)
				: new KeptAliveClients(clients, Duration.ZERO);
		Load connections = new ConcurrentConnections(clients);
		for (OverheadSubject subject : subjects) {
			subject.load(keptAlive, warmup);
			subject.load(connections, warmup);
		}
		inTurns(turns, subjects, (subject) -> subject.keptAlive().add(subject.load(keptAlive, TURN)));
		inTurns(turns, subjects, (subject) -> subject.connections().add(subject.load(connections, TURN)));
	}

	/** Each subject is as often the first as the second. */
	private static void inTurns(int turns, List<OverheadSubject> subjects, Consumer<OverheadSubject> load) {
		List<OverheadSubject> order = new ArrayList<>(subjects);
		for (int turn = 0; turn < turns; turn++) {
			order.forEach(load);
			Collections.reverse(order);
		}
	}

}
