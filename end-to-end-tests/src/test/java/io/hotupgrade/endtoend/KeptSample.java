package io.hotupgrade.endtoend;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

import io.hotupgrade.loadmeter.process.JavaLaunch;
import org.junit.jupiter.api.Assumptions;

/**
 * The sample, started in other ways than by a shell, with the keeper or without it.
 */
final class KeptSample {

	static final Duration LIMIT = Duration.ofSeconds(120);

	private static final Path KEEPER = Path
		.of("..", "hotupgrade-core", "src", "main", "resources", "META-INF", "hotupgrade", "hotupgrade-keeper")
		.toAbsolutePath()
		.normalize();

	private KeptSample() {
	}

	/**
	 * How the keeper is written before a command.
	 * @param shell the shell that runs it
	 */
	static String keeper(String shell) {
		return shell + " '" + KEEPER + "'";
	}

	/**
	 * A launch in which the command is the script {@code run}, with a shell's work around
	 * it.
	 * @param directory the sample's directory
	 * @param prefix what is written before the command, such as the keeper; empty for
	 * nothing
	 * @param around what starts the script
	 */
	static JavaLaunch launch(Path directory, String prefix, String around) throws IOException {
		String script = """
				{
					echo '#!/bin/sh'
					echo "cd '$PWD' || exit 1"
					printf '%%%%s' "exec %s"
					for argument in %%s "$@"; do
						printf " '%%%%s'" "$argument"
					done
					echo
				} >run
				chmod 700 run
				%s
				""".formatted(prefix, around);
		return Sample.quick(directory)
			.withJavaHome(JavaScript.write(directory, script))
			.withEnvironment("HOTUPGRADE_KEEPER_PARENT", directory.toString());
	}

	/** Skips the test where a program is missing. */
	static void assumeProgram(String name) throws IOException, InterruptedException {
		Process search = new ProcessBuilder("sh", "-c", "command -v " + name)
			.redirectOutput(ProcessBuilder.Redirect.DISCARD)
			.start();
		Assumptions.assumeTrue(search.waitFor() == 0, () -> "There is no " + name + " here");
	}

}
