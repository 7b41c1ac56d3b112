package io.hotupgrade.internal.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

import io.hotupgrade.RefusalReason;
import io.hotupgrade.UpgradeRefusedException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Tests for {@link MemoryCheck}.
 */
class MemoryCheckTests {

	private static final long MIB = 1 << 20;

	@TempDir
	private Path proc;

	@BeforeEach
	void createFiles() throws IOException {
		Files.createDirectories(this.proc.resolve("self"));
		Files.writeString(this.proc.resolve("meminfo"), "MemTotal: 1024000 kB\nMemAvailable: 409600 kB\n");
		resident(500);
	}

	@Test
	void runWhenAnotherInstanceFitsPasses() throws IOException {
		resident(399);
		assertThatNoException().isThrownBy(() -> check(Optional.empty()).run());
	}

	@Test
	void runWhenAnotherInstanceDoesNotFitRefusesWithTheFigures() {
		assertThat(refusal(Optional.empty())).hasMessageContainingAll("need 500 MiB", "as many as this one has",
				"1000 MiB of the machine", "only 400 MiB are free", "hotupgrade.launch.memory");
	}

	@Test
	void runWhenConfiguredTakesThatForWhatIsNeeded() {
		assertThatNoException().isThrownBy(() -> check(Optional.of(300 * MIB)).run());
		assertThat(refusal(Optional.of(401 * MIB))).hasMessageContaining("need 401 MiB (hotupgrade.launch.memory)");
	}

	@Test
	void runWhenSwitchedOffPasses() {
		assertThatNoException().isThrownBy(() -> check(Optional.of(0L)).run());
	}

	@Test
	void runWhenNothingIsKnownPasses() throws IOException {
		Files.delete(this.proc.resolve("self/status"));
		assertThatNoException().isThrownBy(() -> check(Optional.empty()).run());
		Files.delete(this.proc.resolve("meminfo"));
		assertThatNoException().isThrownBy(() -> check(Optional.of(Long.MAX_VALUE)).run());
	}

	private void resident(int mebibytes) throws IOException {
		Files.writeString(this.proc.resolve("self/status"), "RssAnon: %d kB\n".formatted(mebibytes * 1024));
	}

	private MemoryCheck check(Optional<Long> expected) {
		return new MemoryCheck(expected, new MemoryRooms(this.proc));
	}

	private UpgradeRefusedException refusal(Optional<Long> expected) {
		UpgradeRefusedException refusal = catchThrowableOfType(UpgradeRefusedException.class,
				() -> check(expected).run());
		assertThat(refusal.getReason()).isEqualTo(RefusalReason.NOT_ENOUGH_MEMORY);
		return refusal;
	}

}
