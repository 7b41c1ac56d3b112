package io.hotupgrade.autoconfigure.properties;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.StreamSupport;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.hotupgrade.RefusalReason;
import io.hotupgrade.UpgradeOutcome;
import io.hotupgrade.UpgradePhase;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the README lists is what there is.
 */
class ReadmeTests {

	private final String readme = read();

	private static String read() {
		try {
			return Files.readString(Path.of("..", "README.md"));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Test
	void namesEveryProperty() throws IOException {
		try (InputStream metadata = getClass().getResourceAsStream("/META-INF/spring-configuration-metadata.json")) {
			JsonNode properties = new ObjectMapper().readTree(metadata).get("properties");
			List<String> names = StreamSupport.stream(properties.spliterator(), false)
				.map((property) -> property.get("name").asText())
				.filter((name) -> name.startsWith("hotupgrade."))
				.toList();
			assertThat(names).isNotEmpty().allSatisfy((name) -> assertThat(this.readme).contains("| `" + name + "` |"));
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
			assertThat(this.readme.lines().filter((line) -> line.startsWith("| " + status + " |"))).as(status)
				.anySatisfy((line) -> assertThat(line).contains("`" + reason.name() + "`"));
		}
	}

	@Test
	void namesEveryPhaseAndOutcome() {
		assertThat(Arrays.stream(UpgradePhase.values()).map(Enum::name))
			.allSatisfy((phase) -> assertThat(this.readme).contains("`" + phase + "`"));
		assertThat(Arrays.stream(UpgradeOutcome.values()).map(Enum::name))
			.allSatisfy((outcome) -> assertThat(this.readme).contains("`" + outcome + "`"));
	}

}
