package io.hotupgrade.internal.posix;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

/**
 * Tests for {@link FileDescriptors}.
 */
class FileDescriptorsTests {

	private static final Path OPEN = Path.of("/proc/self/fd");

	private static final int FREE = 731;

	@TempDir
	private Path directory;

	@Test
	void duplicateMakesDescriptorReferToSameFileAndCloseFreesIt() throws IOException {
		Path file = this.directory.toRealPath().resolve("file");
		try (FileOutputStream output = new FileOutputStream(file.toFile())) {
			FileDescriptors.duplicate(descriptorOf(file), FREE);
			assertThat(link(FREE).toRealPath()).isEqualTo(file);
			FileDescriptors.close(FREE);
			assertThat(Files.exists(link(FREE), LinkOption.NOFOLLOW_LINKS)).isFalse();
			output.write('x');
		}
		assertThat(file).hasContent("x");
	}

	@Test
	void duplicateWhenDescriptorIsNotOpenThrowsNamingCallAndError() {
		assertThatIOException().isThrownBy(() -> FileDescriptors.duplicate(FREE, FREE + 1))
			.withMessageContainingAll("dup2(731, 732)", "EBADF");
	}

	@Test
	void closeWhenDescriptorIsNotOpenThrowsNamingCallAndError() {
		assertThatIOException().isThrownBy(() -> FileDescriptors.close(FREE))
			.withMessageContainingAll("close(731)", "EBADF");
	}

	private static Path link(int descriptor) {
		return OPEN.resolve(Integer.toString(descriptor));
	}

	private static int descriptorOf(Path file) throws IOException {
		try (Stream<Path> descriptors = Files.list(OPEN)) {
			return descriptors.filter((descriptor) -> isLinkTo(descriptor, file))
				.mapToInt((descriptor) -> Integer.parseInt(descriptor.getFileName().toString()))
				.findFirst()
				.orElseThrow();
		}
	}

	private static boolean isLinkTo(Path link, Path file) {
		try {
			return Files.readSymbolicLink(link).equals(file);
		}
		catch (IOException ex) {
			return false;
		}
	}

}
