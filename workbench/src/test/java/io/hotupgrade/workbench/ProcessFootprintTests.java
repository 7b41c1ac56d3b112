package io.hotupgrade.workbench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

class ProcessFootprintTests {

	@Test
	void kernelFilesAreRead(@TempDir Path proc) throws IOException {
		Files.createDirectories(proc.resolve("fd/0"));
		Files.createDirectories(proc.resolve("fd/1"));
		Files.createDirectories(proc.resolve("task/10"));
		Files.writeString(proc.resolve("environ"), "A=1\0B=2\0");
		Files.writeString(proc.resolve("cmdline"), "java\0-jar\0a b.jar\0");
		Files.writeString(proc.resolve("status"), "Name:\tjava\nVmRSS:\t  12345 kB\nThreads:\t1\n");
		assertThat(ProcessFootprint.of(proc)).isEqualTo(new ProcessFootprint(2, 1, 8, "java -jar a b.jar", 12_345));
	}

	@Test
	@EnabledOnOs(OS.LINUX)
	void ownProcessHasAFootprint() throws IOException {
		ProcessFootprint own = ProcessFootprint.of(ProcessHandle.current().pid());
		assertThat(own.descriptors()).isPositive();
		assertThat(own.threads()).isPositive();
		assertThat(own.residentKilobytes()).isPositive();
	}

	@Test
	void goneProcessIsAnError(@TempDir Path proc) {
		assertThatIOException().isThrownBy(() -> ProcessFootprint.of(proc.resolve("gone")));
	}

	@Test
	void leastTakesTheSmallerOfEach() {
		ProcessFootprint first = new ProcessFootprint(5, 8, 3, "c", 10);
		ProcessFootprint second = new ProcessFootprint(6, 7, 3, "c", 9);
		assertThat(first.least(second)).isEqualTo(new ProcessFootprint(5, 7, 3, "c", 9));
	}

}
