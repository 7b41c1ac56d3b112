package io.hotupgrade.server.tests;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Runs tests of virtual threads where the build runs on a Java that has none: in a JVM of
 * the newest release that is installed.
 *
 * @since 0.1.0
 */
public final class VirtualThreadTests {

	/** Tag of the tests that have to run on a Java with virtual threads. */
	public static final String TAG = "virtual-threads";

	private static final int FIRST_RELEASE = 21;

	private static final long LIMIT_MINUTES = 3;

	private VirtualThreadTests() {
	}

	/**
	 * Runs those tests of some classes that have the {@linkplain #TAG tag}, with the
	 * class path of the tests that run now. Is skipped where they run here anyway, or
	 * where they cannot run.
	 * @param directory an empty directory, for what they print
	 * @param classes the classes
	 * @throws Exception if they could not be run
	 */
	public static void runOnNewestJava(Path directory, Class<?>... classes) throws Exception {
		assumeTrue(Runtime.version().feature() < FIRST_RELEASE, "This Java has virtual threads: they are tested here");
		Map.Entry<Integer, Path> newest = InstalledJavas.find().lastEntry();
		assumeTrue(newest.getKey() >= FIRST_RELEASE, () -> "No Java from %d on is installed in %s"
			.formatted(FIRST_RELEASE, Path.of(System.getProperty("java.home")).getParent()));
		run(newest.getValue(), directory.resolve("output.txt"), classes);
	}

	private static void run(Path java, Path output, Class<?>... classes) throws IOException, InterruptedException {
		List<String> command = new ArrayList<>(List.of(java.resolve("bin/java").toString(), "-XX:TieredStopAtLevel=1",
				"-XX:+UseSerialGC", "-cp", classPath(), TestRun.class.getName(), TAG));
		Stream.of(classes).map(Class::getName).forEach(command::add);
		Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile()).start();
		try {
			boolean ended = process.waitFor(LIMIT_MINUTES, TimeUnit.MINUTES);
			String printed = Files.readString(output);
			assertThat(ended).as("ended on %s within %d minutes%n%s", java, LIMIT_MINUTES, printed).isTrue();
			assertThat(process.exitValue()).as("on %s%n%s", java, printed).isZero();
		}
		finally {
			process.destroyForcibly().waitFor();
		}
	}

	/** Absolute, as Surefire may say it otherwise. */
	private static String classPath() {
		return String.join(File.pathSeparator,
				Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
					.map((entry) -> Path.of(entry).toAbsolutePath().toString())
					.toList());
	}

}
