package io.hotupgrade.internal.process;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ProcessUse}.
 */
class ProcessUseTests {

	@TempDir
	private Path proc;

	@Test
	@EnabledOnOs(OS.LINUX)
	void ofThisProcessIsSeen() {
		ProcessUse use = ProcessUse.of(ProcessHandle.current().pid());
		assertThat(use.residentBytes()).isGreaterThan(1 << 20);
		assertThat(use.peakBytes()).isGreaterThanOrEqualTo(use.residentBytes());
		assertThat(use.cpu()).isPositive();
	}

	@Test
	void statusIsReadInKibibytes() throws Exception {
		Path status = Files.createDirectory(this.proc.resolve("1")).resolve("status");
		Files.writeString(status, "Name:\tjava\nVmHWM:\t  419 kB\nVmRSS:\t    314 kB\nRssAnon:\t 7 kB\n");
		ProcessUse use = ProcessUse.of(this.proc, 1);
		assertThat(use.residentBytes()).isEqualTo(314 * 1024);
		assertThat(use.peakBytes()).isEqualTo(419 * 1024);
	}

	@Test
	void whatCannotBeSeenIsZero() throws Exception {
		Files.writeString(Files.createDirectory(this.proc.resolve("2")).resolve("status"), "VmRSS:\tmuch\n");
		assertThat(ProcessUse.of(this.proc, 2).residentBytes()).isZero();
		assertThat(ProcessUse.of(this.proc, Long.MAX_VALUE)).isEqualTo(new ProcessUse(Duration.ZERO, 0, 0));
	}

}
