package io.hotupgrade.internal.control;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link StartLock}.
 */
class StartLockTests {

	@TempDir
	private Path temp;

	private ControlDirectory directory;

	@BeforeEach
	void prepare() throws Exception {
		this.directory = ControlDirectory.prepare(this.temp.resolve("c"));
	}

	@Test
	void lockIsForOneAtATimeAndLeavesNothingBehind() throws Exception {
		StartLock lock = StartLock.tryAcquire(this.directory, "shop", 8080).orElseThrow();
		assertThat(StartLock.tryAcquire(this.directory, "shop", 8080)).isEmpty();
		assertThat(files()).isOne();
		lock.close();
		assertThat(files()).isZero();
		StartLock.tryAcquire(this.directory, "shop", 8080).orElseThrow().close();
	}

	@Test
	void lockIsOfOneApplicationAndPort() throws Exception {
		List<StartLock> locks = List.of(StartLock.tryAcquire(this.directory, "shop", 8080).orElseThrow(),
				StartLock.tryAcquire(this.directory, "../other", 8080).orElseThrow(),
				StartLock.tryAcquire(this.directory, "shop", 8081).orElseThrow());
		assertThat(files()).isEqualTo(3);
		locks.forEach(StartLock::close);
	}

	@Test
	void fileThatAKilledProcessLeftIsNoObstacle() throws Exception {
		StartLock lock = StartLock.tryAcquire(this.directory, "shop", 8080).orElseThrow();
		Path file;
		try (Stream<Path> files = Files.list(this.directory.path())) {
			file = files.findFirst().orElseThrow();
		}
		lock.close();
		Files.writeString(file, "left over");
		StartLock.tryAcquire(this.directory, "shop", 8080).orElseThrow().close();
		assertThat(file).doesNotExist();
	}

	private long files() throws Exception {
		try (Stream<Path> files = Files.list(this.directory.path())) {
			return files.count();
		}
	}

}
