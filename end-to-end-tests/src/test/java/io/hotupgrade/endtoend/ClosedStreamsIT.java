package io.hotupgrade.endtoend;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import io.hotupgrade.loadmeter.process.SampleInstance;
import io.hotupgrade.loadmeter.process.UpgradeView;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An instance that was started with some of its standard streams closed: their numbers
 * went to files that the JVM opened, and no successor may write to those.
 */
class ClosedStreamsIT {

	private static final Duration LIMIT = Duration.ofSeconds(90);

	private static final Path NOWHERE = Path.of("/dev/null");

	@TempDir
	Path directory;

	@ParameterizedTest
	@CsvSource({ ">&- 2>&-, 2", "<&- >&- 2>&-, 1", "2>&-, 1" })
	void outputOfSuccessorsGoesWhereThePredecessorsGoes(String closing, int generations) throws Exception {
		Path java = JavaScript.write(this.directory, "exec %s \"$@\" " + closing);
		try (SampleInstance sample = SampleInstance.start(Sample.quick(this.directory).withJavaHome(java), LIMIT)) {
			boolean outputIsOpen = closing.equals("2>&-");
			for (int generation = 1; generation <= generations; generation++) {
				UpgradeView ended = sample.awaitUpgrade(sample.beginUpgrade().id(), LIMIT);
				assertThat(ended.outcome()).as(ended.message()).isEqualTo("SUCCEEDED");
				long pid = ended.successor().pid();
				assertThat(Processes.openFile(pid, 1)).isEqualTo(outputIsOpen ? sample.first().output() : NOWHERE);
				assertThat(Processes.openFile(pid, 2)).isEqualTo(NOWHERE);
				assertThat(Processes.openFile(pid, 0)).isEqualTo(NOWHERE);
				assertThat(Processes.openFiles(pid)).noneMatch((file) -> file.toString().contains(".out"));
				Awaitility.await("end of the capture").atMost(LIMIT).until(() -> captures().isEmpty());
			}
			String output = Files.readString(sample.first().output());
			assertThat(output.contains("serves all new connections")).isEqualTo(outputIsOpen);
		}
	}

	private List<Path> captures() throws IOException {
		try (Stream<Path> files = Files.list(this.directory.resolve("control"))) {
			return files.filter((file) -> file.toString().endsWith(".out")).toList();
		}
	}

}
