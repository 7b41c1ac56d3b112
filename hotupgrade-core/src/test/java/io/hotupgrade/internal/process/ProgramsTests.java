package io.hotupgrade.internal.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Programs}.
 */
class ProgramsTests {

	@TempDir
	private Path directory;

	private Programs programs;

	@BeforeEach
	void createPrograms() throws IOException {
		this.programs = new Programs("relative:/does-not-exist::%1$s/text:%1$s/bin".formatted(this.directory),
				this.directory);
		create("text/run", "rw-r--r--");
		create("bin/run", "rwxr-xr-x");
		Files.createDirectories(this.directory.resolve("bin/folder"));
	}

	@Test
	void findWhenAbsolutePathIsAsIs() throws IOException {
		Path link = Files.createSymbolicLink(this.directory.resolve("link"), this.directory.resolve("bin/run"));
		assertThat(this.programs.find(link.toString())).contains(link.toString());
	}

	@Test
	void findWhenRelativePathIsAsIs() {
		assertThat(this.programs.find("bin/run")).contains("bin/run");
	}

	@Test
	void findWhenNameIsFirstExecutableOnSearchPath() {
		assertThat(this.programs.find("run")).contains(this.directory.resolve("bin/run").toString());
	}

	@Test
	void findWhenNoProgramIsEmpty() {
		assertThat(this.programs.find("missing")).isEmpty();
		assertThat(this.programs.find("folder")).isEmpty();
		assertThat(this.programs.find("/missing")).isEmpty();
		assertThat(this.programs.find("text/run")).isEmpty();
		assertThat(this.programs.find("a/\0")).isEmpty();
		assertThat(this.programs.find("")).isEmpty();
	}

	private void create(String name, String permissions) throws IOException {
		Path file = this.directory.resolve(name);
		Files.createDirectories(file.getParent());
		Files.createFile(file);
		Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
	}

}
