package io.hotupgrade.workbench;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import io.hotupgrade.loadmeter.process.JavaLaunch;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link StartVariant}.
 */
class StartVariantTests {

	@Test
	void propertiesNameTheWholeCommand() {
		JavaLaunch launch = new JavaLaunch(Path.of("/app.jar"), Path.of("/jdk"), List.of("-Xmx1g"), List.of(), Map.of(),
				Path.of("/"));
		StartVariant variant = new StartVariant("nice", "low", List.of("/bin/nice", "-n", "19"), launch);
		assertThat(variant.properties()).containsExactly("hotupgrade.launch.priority=low",
				"hotupgrade.launch.command[0]=/bin/nice", "hotupgrade.launch.command[1]=-n",
				"hotupgrade.launch.command[2]=19", "hotupgrade.launch.command[3]=/jdk/bin/java",
				"hotupgrade.launch.command[4]=-Xmx1g", "hotupgrade.launch.command[5]=-jar",
				"hotupgrade.launch.command[6]=/app.jar");
	}

}
