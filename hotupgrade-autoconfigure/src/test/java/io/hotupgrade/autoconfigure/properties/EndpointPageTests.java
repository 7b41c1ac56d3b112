package io.hotupgrade.autoconfigure.properties;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

import io.hotupgrade.RefusalReason;
import io.hotupgrade.UpgradeOutcome;
import io.hotupgrade.UpgradePhase;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the page on the endpoint lists is what there is.
 */
class EndpointPageTests {

	private final String page = read();

	private static String read() {
		try {
			return Files.readString(Path.of("..", "docs", "endpoint.md"));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Test
	void namesEveryReasonOfARefusalWithItsStatus() {
		for (RefusalReason reason : RefusalReason.values()) {
			String status = switch (reason.kind()) {
				case BAD_REQUEST -> "400";
				case CONFLICT -> "409";
				case UNSUPPORTED -> "501";
			};
			assertThat(this.page.lines().filter((line) -> line.startsWith("| " + status + " |"))).as(status)
				.anySatisfy((line) -> assertThat(line).contains("`" + reason.name() + "`"));
		}
	}

	@Test
	void namesEveryPhaseAndOutcome() {
		assertThat(Arrays.stream(UpgradePhase.values()).map(Enum::name))
			.allSatisfy((phase) -> assertThat(this.page).contains("`" + phase + "`"));
		assertThat(Arrays.stream(UpgradeOutcome.values()).map(Enum::name))
			.allSatisfy((outcome) -> assertThat(this.page).contains("`" + outcome + "`"));
	}

}
