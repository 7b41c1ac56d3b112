package io.hotupgrade.internal.process;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import io.hotupgrade.LaunchSettings;
import io.hotupgrade.RefusalReason;
import io.hotupgrade.UpgradeRefusedException;
import io.hotupgrade.UpgradeRequest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Tests for {@link JvmSuccessorLauncher#check}.
 */
class JvmSuccessorLauncherCheckTests {

	private static final String DEBUGGER = "-agentlib:jdwp=transport=dt_socket,server=y,address=5005";

	@TempDir
	private Path directory;

	private TestLocalProcess self;

	@BeforeEach
	void createProcess() throws IOException {
		this.self = new TestLocalProcess(this.directory.resolve("proc"), this.directory)
			.variable("PATH", Path.of(System.getProperty("java.home"), "bin").toString())
			.command("java", "-Dpassword=secret", "Main");
	}

	@Test
	void checkWhenNothingSpeaksAgainstItPasses() {
		assertThatNoException().isThrownBy(() -> check(LaunchSettings.OWN_COMMAND));
	}

	@Test
	void checkWhenNotLinuxRefuses() {
		this.self.operatingSystem("Windows 11");
		assertThat(refusal(RefusalReason.UNSUPPORTED)).hasMessageContaining("Windows 11");
	}

	@Test
	void checkWhenDebuggerListensRefusesNamingPortAndNothingElse() throws IOException {
		this.self.command("java", DEBUGGER, "-Dpassword=secret", "Main");
		assertThat(refusal(RefusalReason.FIXED_SIDE_PORT)).hasMessageContaining("5005")
			.hasMessageContaining("jdwp")
			.hasMessageNotContaining("dt_socket")
			.hasMessageNotContaining("secret");
	}

	@ParameterizedTest
	@ValueSource(strings = { "JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS" })
	void checkWhenVariableFixesPortRefuses(String variable) {
		this.self.variable(variable, "-Da=b " + DEBUGGER);
		refusal(RefusalReason.FIXED_SIDE_PORT);
	}

	@Test
	void checkWhenSuccessorGetsAnotherVariablePasses() {
		this.self.variable("JAVA_TOOL_OPTIONS", DEBUGGER);
		LaunchSettings settings = new TestSettings().environment(Map.of("JAVA_TOOL_OPTIONS", "")).get();
		assertThatNoException().isThrownBy(() -> check(settings));
	}

	@Test
	void checkWhenConfigurationFreesPortPasses() throws IOException {
		this.self.command("java", "-Dcom.sun.management.jmxremote.port=9010", "Main");
		refusal(RefusalReason.FIXED_SIDE_PORT);
		LaunchSettings settings = new TestSettings().jvmArguments("-Dcom.sun.management.jmxremote.port=0").get();
		assertThatNoException().isThrownBy(() -> check(settings));
	}

	@Test
	void checkWhenArgumentIsTheApplicationsPasses() throws IOException {
		this.self.command("java", "Main", DEBUGGER);
		assertThatNoException().isThrownBy(() -> check(LaunchSettings.OWN_COMMAND));
	}

	@Test
	void checkLooksAtCommandThatWillBeLaunched() throws IOException {
		this.self.command("java", DEBUGGER, "Main");
		SuccessorLauncher launcher = new JvmSuccessorLauncher(LaunchSettings.OWN_COMMAND, this.self.get(), false,
				StandardStreams.of(OpenFiles.of("self")), OutputStream.nullOutputStream());
		assertThatNoException()
			.isThrownBy(() -> launcher.check(UpgradeRequest.asConfigured(), List.of("java", "Main")));
	}

	@Test
	void checkWhenJarIsMissingRefuses() throws IOException {
		this.self.command("java", "-jar", "missing.jar");
		assertThat(refusal(RefusalReason.JAR_NOT_FOUND)).hasMessageContaining("missing.jar");
	}

	@Test
	void checkWhenThereIsNoCommandRefuses() throws IOException {
		this.self.commandLine(new byte[0]);
		refusal(RefusalReason.UNSUPPORTED);
	}

	private UpgradeRefusedException refusal(RefusalReason reason) {
		UpgradeRefusedException refusal = catchThrowableOfType(UpgradeRefusedException.class,
				() -> check(LaunchSettings.OWN_COMMAND));
		assertThat(refusal.getReason()).isEqualTo(reason);
		return refusal;
	}

	private void check(LaunchSettings settings) {
		SuccessorLauncher launcher = new JvmSuccessorLauncher(settings, this.self.get(), false,
				StandardStreams.of(OpenFiles.of("self")), OutputStream.nullOutputStream());
		launcher.check(UpgradeRequest.asConfigured());
	}

}
