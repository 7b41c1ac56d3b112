package io.hotupgrade.workbench;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

import io.hotupgrade.loadmeter.process.JavaLaunch;
import io.hotupgrade.loadmeter.process.SampleDirectory;
import io.hotupgrade.loadmeter.process.SampleInstance;
import io.hotupgrade.loadmeter.process.StarterlessJar;
import io.hotupgrade.loadmeter.program.Arguments;
import io.hotupgrade.loadmeter.program.Cleanup;
import io.hotupgrade.loadmeter.program.Option;

/**
 * What open connections and an upgrade take in memory.
 */
final class MemoryCost implements Program {

	private static final Duration START_TIMEOUT = Duration.ofMinutes(2);

	/**
	 * Where a server has buffers of its own for each connection, they take most of it.
	 */
	private static final String HEAP = "-Xmx768m";

	/** Lets everything be loaded that the first connections need. */
	private static final int FIRST_CONNECTIONS = 200;

	@Override
	public String name() {
		return "memory";
	}

	@Override
	public String purpose() {
		return "measures what an idle connection takes in the heap, and what an upgrade takes beyond two instances";
	}

	@Override
	public List<Option> options() {
		return Option.ofSample(
				Option.number("connections", "18000", "idle connections; the limit of open files has to allow them"));
	}

	@Override
	public int run(Arguments arguments) throws IOException, InterruptedException {
		try (Cleanup cleanup = new Cleanup()) {
			SampleDirectory with = cleanup.add(SampleDirectory.create(arguments.jar()));
			with.install("v1");
			SampleDirectory without = cleanup.add(SampleDirectory.create(withoutStarter(with)));
			without.install("v1");
			int connections = arguments.number("connections");
			double bytesWith = perConnection(with.launch(), connections);
			double bytesWithout = perConnection(without.launch(), connections);
			System.out.printf(Locale.ROOT,
					"live heap for each of %d idle connections: %.0f bytes with, %.0f without, difference %.0f%n",
					connections, bytesWith, bytesWithout, bytesWith - bytesWithout);
			upgrade(with.launch());
			return 0;
		}
	}

	private static Path withoutStarter(SampleDirectory with) throws IOException {
		Path jar = with.launch().workDirectory().resolve("without-starter.jar");
		StarterlessJar.create(with.launch().jar(), jar);
		return jar;
	}

	private static double perConnection(JavaLaunch launch, int connections) throws IOException, InterruptedException {
		JavaLaunch patient = launch.withJvmArguments(HEAP)
			.withArguments("--server.tomcat.max-connections=" + (connections + FIRST_CONNECTIONS),
					"--server.tomcat.keep-alive-timeout=1h");
		try (SampleInstance sample = SampleInstance.start(patient, START_TIMEOUT)) {
			IdleConnections.open(sample.target(), FIRST_CONNECTIONS).close();
			LiveHeap heap = new LiveHeap(launch.javaHome(), sample.first().pid());
			long before = heap.bytes();
			try (IdleConnections idle = IdleConnections.open(sample.target(), connections)) {
				return (double) (heap.bytes() - before) / idle.count();
			}
		}
	}

	private static void upgrade(JavaLaunch launch) throws IOException, InterruptedException {
		try (SampleInstance sample = SampleInstance.start(launch, START_TIMEOUT)) {
			UpgradeMemory memory = UpgradeMemory.measure(sample);
			System.out.printf(Locale.ROOT,
					"proportional memory in MB: %.0f before the upgrade, %.0f after it, at most %.0f during it, "
							+ "which is %.0f beyond the two instances%n",
					memory.before(), memory.after(), memory.most(), memory.most() - memory.before() - memory.after());
		}
	}

}
