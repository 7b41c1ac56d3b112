package io.hotupgrade.internal.steering;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

/**
 * Tests for {@link SpareDescriptors}.
 */
class SpareDescriptorsTests {

	@TempDir
	private Path directory;

	private Path file;

	private SpareDescriptors spares;

	@BeforeEach
	void takeThem() throws IOException {
		this.file = Files.createFile(this.directory.resolve("spare"));
		this.spares = new SpareDescriptors(this.file);
	}

	@Test
	void taskThatNeedsNoneUsesNone() throws IOException {
		assertThat(this.spares.with(this::open)).isEqualTo(SpareDescriptors.COUNT);
		assertThat(open()).isEqualTo(SpareDescriptors.COUNT);
	}

	@Test
	void taskThatFailsIsDoneAgainWithOneDescriptorMoreEachTime() throws IOException {
		List<Integer> seen = new ArrayList<>();
		this.spares.with(() -> {
			seen.add(open());
			if (seen.size() < 3) {
				throw new IOException("Too many open files");
			}
			return true;
		});
		assertThat(seen).containsExactly(SpareDescriptors.COUNT, SpareDescriptors.COUNT - 1,
				SpareDescriptors.COUNT - 2);
		assertThat(open()).isEqualTo(SpareDescriptors.COUNT);
	}

	@Test
	void taskThatFailsWithAllHasFailed() throws IOException {
		assertThatIOException().isThrownBy(() -> this.spares.with(() -> {
			throw new IOException("Broken");
		})).withMessage("Broken");
		assertThat(open()).isEqualTo(SpareDescriptors.COUNT);
	}

	@Test
	void whenNoneCanBeTakenTheTaskIsDoneOnce() {
		SpareDescriptors none = new SpareDescriptors(this.directory.resolve("missing"));
		List<Integer> seen = new ArrayList<>();
		assertThatIOException().isThrownBy(() -> none.with(() -> {
			seen.add(open());
			throw new IOException("Too many open files");
		}));
		assertThat(seen).hasSize(1);
	}

	private int open() throws IOException {
		try (Stream<Path> links = Files.list(Path.of("/proc/self/fd"))) {
			return (int) links.filter((link) -> {
				try {
					return Files.readSymbolicLink(link).equals(this.file);
				}
				catch (IOException ex) {
					return false;
				}
			}).count();
		}
	}

}
