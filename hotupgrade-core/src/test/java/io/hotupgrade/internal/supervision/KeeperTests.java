package io.hotupgrade.internal.supervision;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

import io.hotupgrade.RefusalReason;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Keeper}.
 */
@EnabledOnOs(OS.LINUX)
class KeeperTests {

	private static final long KEEPER = 40;

	private Path directory;

	private TestProcesses processes;

	@BeforeEach
	void createKeeper(@TempDir Path temporary) throws IOException, InterruptedException {
		this.directory = Files.createDirectory(temporary.resolve("keeper"));
		Process mkfifo = new ProcessBuilder("mkfifo", this.directory.resolve("fifo").toString()).inheritIO().start();
		assertThat(mkfifo.waitFor(10, TimeUnit.SECONDS)).isTrue();
		Files.writeString(this.directory.resolve("keeper"), KEEPER + " " + (1000 + KEEPER) + "\n");
		this.processes = new TestProcesses(temporary.resolve("proc")).add(1, 0, "sh", "sh", "entrypoint.sh")
			.add(KEEPER, 1, "sh", "/bin/sh", "hotupgrade-keeper")
			.application(KEEPER);
	}

	private Keeper join() {
		return this.processes.variable(Keeper.VARIABLE, this.directory.toString()).joinKeeper().orElseThrow();
	}

	@Test
	void withoutVariableThereIsNone() {
		assertThat(this.processes.joinKeeper()).isEmpty();
	}

	@Test
	void instanceMakesItselfKnownWithItsStartTime() throws IOException {
		join();
		assertThat(this.directory.resolve("instance-4711")).hasContent("5711\n");
	}

	@Test
	void keepsWhatTheKeeperHasToKnow() {
		Keeper keeper = join();
		keeper.serves();
		keeper.leaves(3);
		assertThat(this.directory.resolve("serving")).hasContent("4711\n");
		assertThat(this.directory.resolve("instance-4711")).hasContent("5711 3\n");
	}

	@Test
	void withKeeperThereIsNoDanger() {
		assertThat(this.processes.danger(Optional.of(join()))).isEmpty();
	}

	@Test
	void keeperThatHasEndedIsDanger() throws IOException {
		Keeper keeper = join();
		Files.delete(this.directory.getParent().resolve("proc/40/stat"));
		assertDanger(Optional.of(keeper));
	}

	@Test
	void otherProcessWithItsIdIsDanger() throws IOException {
		Keeper keeper = join();
		Files.writeString(this.directory.getParent().resolve("proc/40/stat"),
				"40 (sh) S 1 40 40 0 -1 4194560 0 0 0 0 0 0 0 0 20 0 1 0 99 0 0\n");
		assertDanger(Optional.of(keeper));
	}

	@Test
	void directoryThatWasRemovedIsDanger() throws IOException {
		Keeper keeper = join();
		Files.delete(this.directory.resolve("fifo"));
		assertDanger(Optional.of(keeper));
	}

	@Test
	void keeperThatCannotBeJoinedIsDanger() throws IOException {
		Files.delete(this.directory.resolve("keeper"));
		this.processes.variable(Keeper.VARIABLE, this.directory.toString());
		assertThat(this.processes.joinKeeper()).isEmpty();
		assertDanger(Optional.empty());
	}

	@Test
	void launchedProcessHasItsKeeperNoMatterWhoAdoptedIt() throws IOException {
		this.processes.application(1).launched();
		assertThat(this.processes.danger(Optional.of(join()))).isEmpty();
	}

	@Test
	void otherApplicationThatAnInstanceStartsIsNotWaitedFor() throws IOException {
		join();
		this.processes.add(4800, TestProcesses.SELF, "java", "java", "-jar", "other.jar").self(4800);
		assertThat(this.processes.joinKeeper()).isEmpty();
		assertThat(this.directory.resolve("instance-4800")).doesNotExist();
		assertThat(this.processes.danger()).isEmpty();
	}

	@Test
	void processThatHasLeftTheKeeperIsNotWaitedFor() throws IOException {
		this.processes.variable(Keeper.VARIABLE, this.directory.toString())
			.add(4800, 1, "java", "java", "-jar", "other.jar")
			.self(4800);
		assertThat(this.processes.joinKeeper()).isEmpty();
		assertThat(this.processes.danger()).map(Danger::reason).contains(RefusalReason.CONTAINER_INIT);
	}

	@Test
	void whatItWritesIsLeftAloneByThoseWhoCleanUp() throws IOException {
		join();
		assertThat(Files.getAttribute(this.directory.resolve("instance-4711"), "unix:mode")).isEqualTo(0101600);
	}

	private void assertDanger(Optional<Keeper> keeper) {
		assertThat(this.processes.danger(keeper)).map(Danger::reason).contains(RefusalReason.KEEPER_GONE);
	}

}
