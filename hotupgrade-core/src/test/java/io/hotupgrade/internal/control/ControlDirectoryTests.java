package io.hotupgrade.internal.control;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link ControlDirectory}.
 */
class ControlDirectoryTests {

	@TempDir
	private Path temp;

	@Test
	void prepareWhenMissingCreatesItAndItsParentsForTheOwnerOnly() throws Exception {
		ControlDirectory directory = ControlDirectory.prepare(this.temp.resolve("a/b/c"));
		assertThat(directory.path()).isDirectory();
		assertThat(mode("a/b/c")).isEqualTo("rwx------");
		assertThat(mode("a/b")).isEqualTo("rwx------");
	}

	@Test
	void prepareWhenPresentAndPrivateAcceptsIt() throws Exception {
		ControlDirectory.prepare(this.temp.resolve("a"));
		assertThat(ControlDirectory.prepare(this.temp.resolve("a")).path()).isEqualTo(this.temp.resolve("a"));
	}

	@Test
	void prepareWhenParentIsASymbolicLinkAcceptsIt() throws Exception {
		Files.createDirectory(this.temp.resolve("real"));
		Files.createSymbolicLink(this.temp.resolve("link"), this.temp.resolve("real"));
		ControlDirectory.prepare(this.temp.resolve("link/a"));
		assertThat(this.temp.resolve("real/a")).isDirectory();
	}

	@ParameterizedTest
	@ValueSource(strings = { "rwxr-xr-x", "rwxrwxrwx", "rwx--x---", "rwx-----x", "r-x------" })
	void prepareWhenModeIsWrongNamesTheRemedy(String permissions) throws Exception {
		Path directory = Files.createDirectory(this.temp.resolve("a"));
		Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString(permissions));
		assertRefused(directory, "in place of 0700", "chmod 700 " + directory);
	}

	@Test
	void prepareWhenItIsASymbolicLinkRefuses() throws Exception {
		Path target = Files.createDirectory(this.temp.resolve("target"),
				PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
		Path link = Files.createSymbolicLink(this.temp.resolve("link"), target);
		assertRefused(link, "is a symbolic link", "name its target");
	}

	@Test
	void prepareWhenItIsADanglingSymbolicLinkRefusesAndCreatesNothing() throws Exception {
		Path link = Files.createSymbolicLink(this.temp.resolve("link"), this.temp.resolve("nowhere"));
		assertRefused(link, "is a symbolic link", "remove it");
		assertThat(this.temp.resolve("nowhere")).doesNotExist();
	}

	@Test
	void prepareWhenItIsAFileRefuses() throws Exception {
		assertRefused(Files.createFile(this.temp.resolve("file")), "is not a directory", "remove it");
	}

	@Test
	void prepareWhenItCannotBeCreatedSaysWhy() throws Exception {
		Path file = Files.createFile(this.temp.resolve("file"));
		assertRefused(file.resolve("a"), "cannot be created", "mode 0700");
	}

	@Test
	void checkWhenItBelongsToAnotherUserRefuses() throws Exception {
		Path directory = ControlDirectory.prepare(this.temp.resolve("a")).path();
		long uid = CurrentUser.uid();
		assertThatExceptionOfType(ControlUnavailableException.class)
			.isThrownBy(() -> ControlDirectory.check(directory, uid + 1))
			.withMessageContaining("belongs to user " + uid + " and this process runs as user " + (uid + 1));
	}

	@Test
	void recheckWhenDirectoryWasReplacedFails() throws Exception {
		Path path = this.temp.resolve("a");
		ControlDirectory directory = ControlDirectory.prepare(path);
		directory.recheck();
		Files.move(path, this.temp.resolve("moved"));
		ControlDirectory.prepare(path);
		assertThatExceptionOfType(ControlUnavailableException.class).isThrownBy(directory::recheck)
			.withMessageContaining("was replaced");
	}

	@Test
	void defaultForIsInTheTemporaryDirectory() throws Exception {
		assertThat(ControlDirectory.defaultFor(1000))
			.isEqualTo(Path.of(System.getProperty("java.io.tmpdir"), "hotupgrade-1000"));
		assertThat(ControlDirectory.defaultForThisUser()).isEqualTo(ControlDirectory.defaultFor(CurrentUser.uid()));
	}

	@Test
	void currentUserOwnsWhatThisProcessCreates() throws Exception {
		Path file = Files.createFile(this.temp.resolve("file"));
		assertThat(FileStatus.of(file).uid()).isEqualTo(CurrentUser.uid());
	}

	private void assertRefused(Path directory, String fault, String remedy) {
		assertThatExceptionOfType(ControlUnavailableException.class)
			.isThrownBy(() -> ControlDirectory.prepare(directory))
			.withMessageContaining(directory.toString())
			.withMessageContaining(fault)
			.withMessageContaining(remedy)
			.withMessageContaining("configure another control directory");
	}

	private String mode(String path) throws IOException {
		return PosixFilePermissions
			.toString(Files.getPosixFilePermissions(this.temp.resolve(path), LinkOption.NOFOLLOW_LINKS));
	}

}
