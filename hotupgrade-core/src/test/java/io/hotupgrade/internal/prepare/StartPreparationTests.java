package io.hotupgrade.internal.prepare;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.hotupgrade.LaunchPreparation;
import io.hotupgrade.PrepareSettings;
import io.hotupgrade.internal.process.PlannedStart;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Tests for {@link StartPreparation}, with real processes.
 */
@Timeout(120)
class StartPreparationTests {

	private static final Duration LIMIT = Duration.ofMinutes(1);

	private static final PrepareSettings EXTRACT = settings(LaunchPreparation.EXTRACT, Optional.empty());

	private static final PrepareSettings TRAIN = settings(LaunchPreparation.TRAIN, Optional.empty());

	@TempDir
	private Path temp;

	private SmallJar jar;

	private Path prepared;

	@BeforeEach
	void write() throws IOException {
		this.temp = this.temp.toRealPath();
		this.jar = SmallJar.at(this.temp.resolve("app.jar"), "1");
		this.prepared = this.temp.resolve(".hotupgrade");
	}

	private static PrepareSettings settings(LaunchPreparation what, Optional<Path> directory) {
		return new PrepareSettings(what, directory, LIMIT, List.of(), 1, false);
	}

	private AbstractThrowableAssert<?, ?> assertRefused(PrepareSettings settings, PlannedStart start) {
		return assertThatThrownBy(() -> new StartPreparation(settings, start).run())
			.isInstanceOf(PreparationException.class);
	}

	private List<Path> children() throws IOException {
		try (Stream<Path> children = Files.list(this.prepared)) {
			return children.filter((child) -> !child.endsWith("lock")).toList();
		}
	}

	private static int run(PlannedStart start, Preparation preparation, String... demands) throws Exception {
		List<String> command = new ArrayList<>(start.from(preparation.start()));
		command.addAll(1, List.of(demands));
		Process process = new ProcessBuilder(command).inheritIO().start();
		assertThat(process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
		return process.exitValue();
	}

	@Test
	void runExtractsOnce() throws Exception {
		PlannedStart start = this.jar.start();
		Preparation first = new StartPreparation(EXTRACT, start).run();
		assertThat(first.description()).isEqualTo("extracted");
		assertThat(first.start().source()).isEqualTo(this.jar.path());
		assertThat(first.start().jar()).startsWith(this.prepared).exists();
		assertThat(first.start().jvmArguments()).isEmpty();
		assertThat(run(start, first)).isZero();
		Preparation second = new StartPreparation(EXTRACT, start).run();
		assertThat(second.start()).isEqualTo(first.start());
		assertThat(second.description()).isEqualTo("extracted earlier");
		assertThat(children()).hasSize(1);
	}

	@Test
	void runTrainsOnceForEachSetOfOptions() throws Exception {
		PlannedStart start = this.jar.start();
		Preparation first = new StartPreparation(TRAIN, start).run();
		assertThat(first.description()).isEqualTo("extracted and trained");
		assertThat(run(start, first, "-Xshare:on")).isZero();
		assertThat(new StartPreparation(TRAIN, start).run().description()).isEqualTo("extracted and trained earlier");
		Preparation other = new StartPreparation(TRAIN, this.jar.start("-Xss1m")).run();
		assertThat(other.description()).isEqualTo("extracted earlier, and trained");
		assertThat(other.start().jvmArguments()).isNotEqualTo(first.start().jvmArguments());
		assertThat(children()).as("nothing is left in between").hasSize(1);
	}

	@Test
	void runWhenJvmChangedTrainsAgain() throws Exception {
		new StartPreparation(TRAIN, this.jar.start(java("17.0.1"))).run();
		assertThat(new StartPreparation(TRAIN, this.jar.start(java("17.0.2"))).run().description())
			.isEqualTo("extracted earlier, and trained");
	}

	/** The same program, as far as its path goes, with another release in it. */
	private Path java(String version) throws IOException {
		Path java = this.temp.resolve("java");
		Files.writeString(java, """
				#!/bin/sh
				[ "$*" != -version ] || { echo 'openjdk version "%s"'; exit 0; }
				exec %s "$@"
				""".formatted(version, SmallJar.JAVA));
		Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
		return java;
	}

	@Test
	void runWhenJvmRejectsTheArchiveSaysSoAndTrainsTheNextTime() throws Exception {
		PlannedStart start = this.jar.start();
		Preparation first = new StartPreparation(TRAIN, start).run();
		Files.setLastModifiedTime(first.start().jar(), FileTime.fromMillis(1_100_000_000_000L));
		assertRefused(TRAIN, start).hasMessageContaining("the JVM does not accept it");
		assertThat(new StartPreparation(TRAIN, start).run().description()).isEqualTo("extracted earlier, and trained");
	}

	@Test
	void runWhenArchiveWasCutTrainsAgain() throws Exception {
		PlannedStart start = this.jar.start();
		String use = new StartPreparation(TRAIN, start).run().start().jvmArguments().get(0);
		Path archive = Path.of(use.substring(use.indexOf('=') + 1));
		archive.toFile().setWritable(true);
		try (FileChannel file = FileChannel.open(archive, StandardOpenOption.WRITE)) {
			file.truncate(file.size() / 2);
		}
		assertThat(new StartPreparation(TRAIN, start).run().description()).isEqualTo("extracted earlier, and trained");
	}

	@Test
	void runWhenCopyWasDamagedExtractsAgain() throws Exception {
		PlannedStart start = this.jar.start();
		Preparation first = new StartPreparation(EXTRACT, start).run();
		Files.delete(first.start().jar());
		assertThat(new StartPreparation(EXTRACT, start).run().description()).isEqualTo("extracted");
		assertThat(first.start().jar()).exists();
	}

	@Test
	void runWhenJarIsReplacedMeanwhileRefuses() throws Exception {
		Files.writeString(this.jar.extraction(), "replace");
		assertRefused(EXTRACT, this.jar.start()).hasMessageContaining("was replaced while its start was prepared");
		assertThat(children()).isEmpty();
	}

	@Test
	void runWhenJarIsReplacedDuringTheTrainingRefuses() throws Exception {
		Files.writeString(this.jar.task(), "replace " + this.jar.path());
		assertRefused(TRAIN, this.jar.start()).hasMessageContaining("was replaced while its start was prepared");
	}

	@Test
	void runWhenToolsFailSaysWhatTheySaid() throws Exception {
		Files.writeString(this.jar.extraction(), "fail");
		assertRefused(EXTRACT, this.jar.start()).hasMessageContaining("ended with code 3")
			.hasMessageContaining("No space left on device");
		assertThat(children()).isEmpty();
	}

	@Test
	void runWhenTrainingFailsSaysWhatItSaid() throws Exception {
		Files.writeString(this.jar.task(), "fail");
		assertRefused(TRAIN, this.jar.start()).hasMessageContaining("The training run ended with code 3")
			.hasMessageContaining("No space left on device");
	}

	@Test
	void cancelEndsATrainingThatHangs() throws Exception {
		Files.writeString(this.jar.task(), "hang");
		StartPreparation preparation = new StartPreparation(TRAIN, this.jar.start());
		CompletableFuture<Throwable> failure = failure(preparation);
		ProcessHandle process = await(this.jar.pid(), failure);
		assertThat(policy(process)).as("SCHED_IDLE").isEqualTo("5");
		preparation.cancel("It takes too long");
		assertThat(failure.get(1, TimeUnit.MINUTES)).hasMessage("It takes too long");
		process.onExit().get(1, TimeUnit.MINUTES);
		assertThat(children()).hasSize(1).allSatisfy((child) -> assertThat(child.toString()).doesNotContain(".work"));
	}

	private static CompletableFuture<Throwable> failure(StartPreparation preparation) {
		return CompletableFuture.supplyAsync(() -> {
			try {
				return new AssertionError("It was prepared: " + preparation.run());
			}
			catch (PreparationException ex) {
				return ex;
			}
		});
	}

	private static ProcessHandle await(Path pid, CompletableFuture<Throwable> failure) throws IOException {
		long deadline = System.nanoTime() + LIMIT.toNanos();
		while (!Files.exists(pid)) {
			assertThat(failure).isNotDone();
			assertThat(System.nanoTime()).isLessThan(deadline);
			Thread.onSpinWait();
		}
		return ProcessHandle.of(Long.parseLong(Files.readString(pid))).orElseThrow();
	}

	/** Field 41, see proc_pid_stat(5). */
	private static String policy(ProcessHandle process) throws IOException {
		String stat = Files.readString(Path.of("/proc/" + process.pid() + "/stat"));
		return stat.substring(stat.lastIndexOf(')') + 2).split(" ")[38];
	}

	@Test
	void runWhenAnotherPreparesRefuses() throws Exception {
		FileChannel lock = PreparedDirectory.of(Optional.empty(), this.jar.path()).lock();
		try {
			assertRefused(EXTRACT, this.jar.start()).hasMessageContaining("Another instance prepares a start");
		}
		finally {
			lock.close();
		}
		assertThat(new StartPreparation(EXTRACT, this.jar.start()).run().description()).isEqualTo("extracted");
	}

	@Test
	void runWhenDirectoryCannotBeMadeRefuses() throws Exception {
		assertRefused(settings(LaunchPreparation.EXTRACT, Optional.of(Path.of("/proc/hotupgrade"))), this.jar.start())
			.hasMessageContaining("/proc/hotupgrade cannot be made")
			.hasMessageContaining("hotupgrade.launch.prepare-directory");
	}

	@Test
	void runWhenOthersMayWriteRefuses() throws Exception {
		Files.createDirectory(this.prepared);
		Files.setPosixFilePermissions(this.prepared, PosixFilePermissions.fromString("rwxrwxrwx"));
		assertRefused(EXTRACT, this.jar.start()).hasMessageContaining("rwxrwxrwx");
	}

	@Test
	void runWhenThereIsNoRoomRefuses() throws Exception {
		PlannedStart start = this.jar.start();
		assertThatExceptionOfType(PreparationException.class)
			.isThrownBy(() -> new StartPreparation(TRAIN, start, (directory) -> 100L << 20).run())
			.withMessageContaining("100 MiB are free");
		assertThat(children()).isEmpty();
	}

	@Test
	void runWhenJarHasNoToolsRefuses() throws Exception {
		SmallJar other = SmallJar.at(this.temp.resolve("b.jar"), "1", SmallApplication.class.getName(), "BOOT-INF/x");
		assertRefused(EXTRACT, other.start()).hasMessageContaining("has no tools to extract it");
	}

	@Test
	void runWhenClassPathIsConfiguredRefuses() throws Exception {
		SmallJar other = SmallJar.at(this.temp.resolve("b.jar"), "1",
				"org.springframework.boot.loader.launch.PropertiesLauncher",
				"BOOT-INF/lib/spring-boot-jarmode-tools-0.jar");
		assertRefused(EXTRACT, other.start()).hasMessageContaining("PropertiesLauncher");
	}

	@Test
	void runWhenCommandHasAnArchiveRefusesToTrain() throws Exception {
		PlannedStart start = this.jar.start("-XX:SharedArchiveFile=own.jsa");
		assertRefused(TRAIN, start).hasMessageContaining("-XX:SharedArchiveFile=own.jsa");
		assertThat(new StartPreparation(EXTRACT, start).run().description()).isEqualTo("extracted");
	}

	@Test
	void runDeletesWhatWasNotUsedForLongest() throws Exception {
		List<Path> copies = new ArrayList<>();
		for (int i = 1; i <= 3; i++) {
			SmallJar.at(this.jar.path(), "release " + i);
			copies.add(new StartPreparation(EXTRACT, this.jar.start()).run().start().jar());
		}
		assertThat(copies.get(0)).as("one is kept, besides the one that is used").doesNotExist();
		assertThat(copies.subList(1, 3)).allSatisfy((copy) -> assertThat(copy).exists());
		Path stranger = Files.createDirectory(this.prepared.resolve("stranger"));
		SmallJar.at(this.jar.path(), "release 4");
		new StartPreparation(EXTRACT, this.jar.start()).run();
		assertThat(stranger).as("not ours").exists();
	}

	@Test
	void runKeepsWhatAProcessWasStartedFrom() throws Exception {
		Files.writeString(this.jar.task(), "hang");
		PlannedStart start = this.jar.start();
		Preparation first = new StartPreparation(EXTRACT, start).run();
		Process process = new ProcessBuilder(start.from(first.start())).inheritIO().start();
		try {
			for (int i = 1; i <= 3; i++) {
				SmallJar.at(this.jar.path(), "release " + i);
				new StartPreparation(EXTRACT, this.jar.start()).run();
			}
			assertThat(first.start().jar()).exists();
		}
		finally {
			process.destroyForcibly().waitFor();
		}
	}

}
