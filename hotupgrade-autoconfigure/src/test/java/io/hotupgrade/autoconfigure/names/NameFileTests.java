package io.hotupgrade.autoconfigure.names;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link NameFile}.
 */
class NameFileTests {

	@TempDir
	private Path directory;

	@Test
	void writeMakesTheFileAndItsDirectory() throws Exception {
		Path path = this.directory.resolve("run/app.pid");
		new NameFile(path, "4711").write();
		assertThat(path).hasContent("4711");
		assertThat(path.getParent()).isDirectoryNotContaining("glob:**.part");
	}

	@Test
	void writeReplacesTheFileAsAWhole() throws Exception {
		Path path = Files.writeString(this.directory.resolve("app.pid"), "123456");
		Object before = Files.getAttribute(path, "unix:ino");
		new NameFile(path, "4711").write();
		assertThat(path).hasContent("4711");
		assertThat(Files.getAttribute(path, "unix:ino")).isNotEqualTo(before);
	}

	@Test
	void writeKeepsWhoMayReadIt() throws Exception {
		Path path = Files.writeString(this.directory.resolve("app.pid"), "1");
		Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-r-----"));
		new NameFile(path, "4711").write();
		assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path))).isEqualTo("rw-r-----");
	}

	@Test
	void writeKeepsALink() throws Exception {
		Path target = Files.writeString(this.directory.resolve("real.pid"), "1");
		Path link = Files.createSymbolicLink(this.directory.resolve("app.pid"), target);
		new NameFile(link, "4711").write();
		assertThat(link).isSymbolicLink();
		assertThat(target).hasContent("4711");
	}

	@Test
	void deleteRemovesWhatItHasWritten() throws Exception {
		NameFile file = new NameFile(this.directory.resolve("app.pid"), "4711");
		file.write();
		file.delete();
		assertThat(this.directory).isEmptyDirectory();
		file.delete();
	}

	@Test
	void deleteLeavesWhatAnotherHasWritten() throws Exception {
		Path path = Files.writeString(this.directory.resolve("app.pid"), "123456");
		new NameFile(path, "4711").delete();
		assertThat(path).hasContent("123456");
	}

}
