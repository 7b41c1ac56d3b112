package io.hotupgrade.internal.process;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link HelperProcess}.
 */
@Timeout(60)
class HelperProcessTests {

	private static final Map<String, String> OF_THE_SERVING = Map.of("NOTIFY_SOCKET", "/run/x", "WATCHDOG_USEC", "1",
			"WATCHDOG_PID", "1", "LISTEN_FDS", "1", "LISTEN_PID", "1", "HOTUPGRADE_KEEPER", "/run/keeper");

	@TempDir
	private Path temporary;

	private PlannedStart planned;

	@BeforeEach
	void plan() throws Exception {
		LaunchPlan plan = new LaunchPlan(new JavaCommand(List.of("java", "-jar", "app.jar")),
				new JavaCommand(List.of("java", "-jar", "app.jar")), this.temporary.toRealPath());
		this.planned = PlannedStart.of(plan, LocalProcess.current(), OF_THE_SERVING);
	}

	@Test
	void environmentHasNothingThatIsMeantForTheOneThatServes() throws Exception {
		HelperProcess process = this.planned.start(List.of("/usr/bin/env"));
		assertThat(process.await()).isZero();
		assertThat(process.output()).anyMatch((line) -> line.startsWith("HOTUPGRADE_HELPER="))
			.noneMatch((line) -> OF_THE_SERVING.containsKey(line.split("=")[0]))
			.noneMatch((line) -> line.startsWith(HandOff.TOKEN) || line.startsWith(HandOff.SOCKET));
	}

	@Test
	void kernelEndsItFirst() throws Exception {
		HelperProcess process = this.planned.start(List.of("sleep", "600"));
		try {
			assertThat(Path.of("/proc", Long.toString(process.pid()), "oom_score_adj")).hasContent("1000");
		}
		finally {
			process.kill();
		}
		assertThat(process.await()).isEqualTo(137);
	}

	@Test
	void outputIsThatOfBothStreams() throws Exception {
		HelperProcess process = this.planned.start(List.of("sh", "-c", "echo one; echo two >&2; exit 3"));
		assertThat(process.await()).isEqualTo(3);
		assertThat(process.output()).containsExactly("one", "two");
		assertThat(process.exitDetail(3)).isEqualTo(": two");
	}

	@Test
	void endsWithItsStarter() throws Exception {
		Process starter = new ProcessBuilder("sleep", "600").start();
		ProcessBuilder builder = new ProcessBuilder(TestPrograms.command(Waiting.class)).redirectErrorStream(true);
		builder.environment().put(HelperProcess.VARIABLE, starter.pid() + "-test");
		Process helper = builder.start();
		try {
			assertThat(helper.getInputStream().read()).isEqualTo('w');
			starter.destroyForcibly().waitFor();
			assertThat(helper.waitFor(30, TimeUnit.SECONDS)).isTrue();
			assertThat(helper.exitValue()).isOne();
		}
		finally {
			starter.destroyForcibly();
			helper.destroyForcibly();
		}
	}

	@Test
	void thisProcessIsNone() {
		assertThat(HelperProcess.isThisProcess()).isFalse();
	}

	/**
	 * Waits to be ended.
	 */
	static final class Waiting {

		private Waiting() {
		}

		public static void main(String[] arguments) {
			HelperProcess.endWithItsStarter();
			System.out.println("waits");
			while (true) {
				LockSupport.park();
			}
		}

	}

}
