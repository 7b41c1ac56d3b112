package io.hotupgrade.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import io.hotupgrade.Preflight;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ProcessRoom}.
 */
class ProcessRoomTests {

	@TempDir
	private Path proc;

	@TempDir
	private Path groups;

	private void process(int descriptors, int threads, String user) throws IOException {
		Path self = Files.createDirectories(this.proc.resolve("self"));
		for (int i = 0; i < descriptors; i++) {
			Files.createFile(Files.createDirectories(self.resolve("fd")).resolve(Integer.toString(i)));
		}
		for (int i = 0; i < threads; i++) {
			Files.createDirectories(self.resolve("task/" + i));
		}
		String status = "Uid:\t%s\t%s\t%s\t%s\nThreads:\t%d\n".formatted(user, user, user, user, threads);
		Files.writeString(self.resolve("status"), status);
		Files.writeString(Files.createDirectories(this.proc.resolve("7")).resolve("status"), status);
	}

	private void limits(String processes, String files) throws IOException {
		Files.writeString(this.proc.resolve("self/limits"), """
				Limit                     Soft Limit           Hard Limit           Units
				Max processes             %s                unlimited            processes
				Max open files            %s                1048576              files
				""".formatted(processes, files));
	}

	private ProcessRoom room() {
		return new ProcessRoom(this.proc, this.groups);
	}

	@Test
	void nothingIsSaidWhereThereIsRoom() throws Exception {
		process(36, 10, "1000");
		limits("20", "100");
		assertThat(room().look()).isEmpty();
		limits("unlimited", "unlimited");
		assertThat(room().look()).isEmpty();
	}

	@Test
	void descriptorsThatAreNearlyUsedUpAreNamed() throws Exception {
		process(37, 10, "1000");
		limits("unlimited", "100");
		assertThat(room().look()).singleElement().satisfies((finding) -> {
			assertThat(finding.reason()).isEqualTo(Preflight.FEW_DESCRIPTORS);
			assertThat(finding.value()).isEqualTo("100");
			assertThat(finding.message()).contains("37 of its 100 descriptors", "LimitNOFILE");
		});
	}

	@Test
	void threadsOfTheUserAreCounted() throws Exception {
		process(1, 10, "1000");
		limits("19", "1000");
		assertThat(room().look()).singleElement().satisfies((finding) -> {
			assertThat(finding.reason()).isEqualTo(Preflight.FEW_THREADS);
			assertThat(finding.value()).isEqualTo("19");
			assertThat(finding.message()).contains("10 of the 19 threads", "LimitNPROC");
		});
	}

	@Test
	void rootHasAsManyThreadsAsItsControlGroup() throws Exception {
		process(1, 10, "0");
		limits("5", "1000");
		assertThat(room().look()).isEmpty();
		Path group = Files.createDirectories(this.groups.resolve("system.slice/shop.service"));
		Files.writeString(this.proc.resolve("self/cgroup"), "0::/system.slice/shop.service\n");
		Files.writeString(group.resolve("pids.max"), "max\n");
		Files.writeString(group.resolve("pids.current"), "12\n");
		assertThat(room().look()).isEmpty();
		Files.writeString(group.resolve("pids.max"), "21\n");
		assertThat(room().look()).singleElement()
			.satisfies((finding) -> assertThat(finding.message()).contains("12 of the 21 threads", "TasksMax"));
	}

	@Test
	void nothingIsSaidWhereNothingCanBeSeen() {
		assertThat(room().look()).isEmpty();
	}

}
