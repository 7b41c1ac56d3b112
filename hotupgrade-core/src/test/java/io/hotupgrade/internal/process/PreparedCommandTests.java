package io.hotupgrade.internal.process;

import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link PreparedCommand}.
 */
class PreparedCommandTests {

	private static final List<String> COMMAND = List.of("nice", "/usr/bin/java", "-Xmx1g", "-jar", "app.jar", "--a=b");

	private static PreparedCommand of(List<String> arguments) {
		return new PreparedCommand(new JavaCommand(arguments));
	}

	private static PreparedStart start(String... jvmArguments) {
		return new PreparedStart(Path.of("/opt/app.jar"), Path.of("/opt/.hotupgrade/app.jar"), List.of(jvmArguments));
	}

	@Test
	void fromReplacesTheJarAndAddsArguments() throws Exception {
		assertThat(of(COMMAND).from(start("-XX:AOTCache=/x.aot")).arguments()).containsExactly("nice", "/usr/bin/java",
				"-Xmx1g", "-Dhotupgrade.prepared-from=app.jar", "-XX:AOTCache=/x.aot", "-jar",
				"/opt/.hotupgrade/app.jar", "--a=b");
	}

	@Test
	void originalIsWhatItWasMadeFrom() throws Exception {
		assertThat(of(of(COMMAND).from(start("-XX:SharedArchiveFile=/x.jsa")).arguments()).original().arguments())
			.isEqualTo(COMMAND);
		assertThat(of(of(COMMAND).from(start()).arguments()).original().arguments()).isEqualTo(COMMAND);
	}

	@Test
	void originalOfAnyOtherIsItself() throws Exception {
		assertThat(of(COMMAND).original().arguments()).isEqualTo(COMMAND);
		List<String> classPath = List.of("java", "-Dhotupgrade.prepared-from=x", "-cp", "a.jar", "Main");
		assertThat(of(classPath).original().arguments()).isEqualTo(classPath);
	}

}
