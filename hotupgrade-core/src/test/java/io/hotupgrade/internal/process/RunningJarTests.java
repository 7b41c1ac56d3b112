package io.hotupgrade.internal.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RunningJar}.
 */
class RunningJarTests {

	@TempDir
	private Path temporary;

	private Path jar;

	private RunningJar running;

	@BeforeEach
	void createProcess() throws IOException {
		Path root = this.temporary.toRealPath();
		this.jar = Files.createFile(root.resolve("app-1.jar"));
		Files.createDirectories(root.resolve("process/fd"));
		Files.createSymbolicLink(root.resolve("process/fd/7"), this.jar);
		Instant started = Files.getLastModifiedTime(this.jar).toInstant();
		this.running = new RunningJar(new OpenFiles(root.resolve("process")), started);
	}

	@Test
	void sameWhenFileIsOpenIsItsRealPath() throws IOException {
		assertThat(this.running.same(this.jar)).contains(this.jar);
		Path link = Files.createSymbolicLink(this.jar.resolveSibling("app.jar"), this.jar);
		assertThat(this.running.same(link)).contains(this.jar);
	}

	@Test
	void sameWhenFileIsAnotherIsEmpty() throws IOException {
		assertThat(this.running.same(Files.createFile(this.jar.resolveSibling("app-2.jar")))).isEmpty();
		assertThat(this.running.same(this.jar.resolveSibling("missing.jar"))).isEmpty();
	}

	@Test
	void sameWhenFileWasWrittenToIsEmpty() throws IOException {
		Files.setLastModifiedTime(this.jar, FileTime.from(this.running.started().plus(Duration.ofMinutes(1))));
		assertThat(this.running.same(this.jar)).isEmpty();
	}

	/** The kernel says so of the open one, as of any that was deleted. */
	@Test
	void sameWhenFileWasReplacedByRenameIsEmpty() throws IOException {
		Path process = this.jar.resolveSibling("process");
		Path next = Files.createFile(this.jar.resolveSibling("next"));
		Files.move(next, this.jar, StandardCopyOption.REPLACE_EXISTING);
		Files.delete(process.resolve("fd/7"));
		Files.createSymbolicLink(process.resolve("fd/7"), Path.of(this.jar + " (deleted)"));
		assertThat(this.running.same(this.jar)).isEmpty();
	}

}
