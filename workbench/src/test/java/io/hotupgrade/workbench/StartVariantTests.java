package io.hotupgrade.workbench;

import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link StartVariant}.
 */
class StartVariantTests {

	@Test
	void propertiesNameTheWholeCommand() {
		StartVariant variant = new StartVariant("nice", "low", List.of("/bin/nice", "-n", "19"),
				List.of("-Xshare:auto"), Path.of("/app.jar"));
		assertThat(variant.properties(Path.of("/bin/java"), List.of("-Xmx1g"))).containsExactly(
				"hotupgrade.launch.priority=low", "hotupgrade.launch.command[0]=/bin/nice",
				"hotupgrade.launch.command[1]=-n", "hotupgrade.launch.command[2]=19",
				"hotupgrade.launch.command[3]=/bin/java", "hotupgrade.launch.command[4]=-Xmx1g",
				"hotupgrade.launch.command[5]=-Xshare:auto", "hotupgrade.launch.command[6]=-jar",
				"hotupgrade.launch.command[7]=/app.jar");
	}

}
