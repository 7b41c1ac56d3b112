package io.hotupgrade.internal.process;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.hotupgrade.UpgradeRequest;
import org.awaitility.Awaitility;

/**
 * Programs that tests start as processes of their own.
 */
final class TestPrograms {

	private TestPrograms() {
	}

	/**
	 * The command that runs one of them.
	 */
	static List<String> command(Class<?> program, String... arguments) {
		String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
		return Stream
			.concat(Stream.of(java, "-cp", System.getProperty("java.class.path"), program.getName()),
					Stream.of(arguments))
			.toList();
	}

	/**
	 * Fails.
	 */
	static final class Failing {

		private Failing() {
		}

		public static void main(String[] arguments) {
			throw new IllegalStateException(System.getProperty("greeting"));
		}

	}

	/**
	 * A successor, which takes over when it is sent a byte.
	 */
	static final class Successor {

		private Successor() {
		}

		public static void main(String[] arguments) throws Exception {
			System.out.println("successor: before");
			System.in.read();
			System.out.println("successor: just before");
			HandOff.restoreOutput();
			System.out.println("successor: after");
			System.err.println("successor: error");
			HandOff.restoreOutput();
			System.out.println("successor: end");
		}

	}

	/**
	 * A predecessor; its argument is a directory.
	 */
	static final class Predecessor {

		private Predecessor() {
		}

		public static void main(String[] arguments) throws Exception {
			Path directory = Path.of(arguments[0]);
			SuccessorLauncher launcher = SuccessorLauncher
				.create(new TestSettings().command(command(Successor.class)).get());
			SuccessorProcess successor = launcher.launch(new LaunchRequest(UpgradeRequest.asConfigured(), "id",
					List.of(), Map.of(), directory, Optional.empty()));
			Awaitility.await().until(() -> successor.lastOutput().contains("successor: before"));
			successor.committed();
			// As long as the successor writes to the file, the file is followed.
			Awaitility.await()
				.during(Duration.ofMillis(500))
				.until(() -> Files.exists(directory.resolve(ProcessHandle.current().pid() + "-id.out")));
			System.out.println("predecessor: committed");
			int code = successor.onExit().get(30, TimeUnit.SECONDS);
			try (Stream<Path> files = Files.list(directory)) {
				System.out.println("predecessor: exit code %d, files left %d".formatted(code, files.count()));
			}
		}

	}

}
