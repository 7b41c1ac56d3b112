package io.hotupgrade.internal.process;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link LaunchedProcess}.
 */
class LaunchedProcessTests {

	/** A shell that waits for its child ends on SIGTERM without telling the child. */
	@Test
	void terminateReachesWhatAScriptHasStarted() throws Exception {
		Process script = new ProcessBuilder("sh", "-c", "sleep 60 & echo $!; wait").start();
		ProcessHandle child = ProcessHandle.of(Long.parseLong(script.inputReader().readLine())).orElseThrow();
		LaunchedProcess launched = new LaunchedProcess(script, List.of(), SuccessorOutput.INHERITED, Optional.empty(),
				Optional.empty(), Optional.empty());
		launched.terminate();
		assertThat(launched.onExit().get(10, TimeUnit.SECONDS)).isEqualTo(143);
		assertThat(child.isAlive()).isFalse();
	}

	@Test
	void killReachesWhatAScriptHasStartedThatIgnoresSigterm() throws Exception {
		Process script = new ProcessBuilder("sh", "-c", "(trap '' TERM; sleep 60) & echo $!; wait").start();
		ProcessHandle child = ProcessHandle.of(Long.parseLong(script.inputReader().readLine())).orElseThrow();
		LaunchedProcess launched = new LaunchedProcess(script, List.of(), SuccessorOutput.INHERITED, Optional.empty(),
				Optional.empty(), Optional.empty());
		launched.terminate();
		script.waitFor();
		launched.kill();
		launched.onExit().get(10, TimeUnit.SECONDS);
		assertThat(child.isAlive()).isFalse();
	}

}
