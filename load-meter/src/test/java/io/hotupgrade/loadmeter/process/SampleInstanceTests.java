package io.hotupgrade.loadmeter.process;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class SampleInstanceTests {

	private static final Duration TIMEOUT = Duration.ofMinutes(1);

	@TempDir
	private Path directory;

	private JavaLaunch launch;

	@BeforeEach
	void createJar() throws IOException {
		this.launch = StubJar.launchIn(this.directory);
	}

	@Test
	void upgradeIsFollowedAndItsProcessesAreKilledAtTheEnd() throws IOException {
		SampleInstance instance = SampleInstance.start(this.launch, TIMEOUT);
		ProcessHandle successor;
		try (instance) {
			UpgradeView begun = instance.beginUpgrade();
			successor = ProcessHandle.of(begun.successor().pid()).orElseThrow();
			UpgradeView ended = instance.awaitUpgrade(begun.id(), TIMEOUT);
			assertThat(ended.hasSucceeded()).isFalse();
			assertThat(ended.timings()).containsEntry("LAUNCHING", 12L);
			assertThat(ended.receipt().connectionsAtCommit()).isEqualTo(7);
			assertThat(instance.running()).hasSize(2).contains(successor);
		}
		assertThat(successor.isAlive()).isFalse();
		assertThat(instance.first().isAlive()).isFalse();
		assertThat(instance.isServing()).isFalse();
	}

	@Test
	void statusAndRefusalAreRead() throws IOException {
		try (SampleInstance instance = SampleInstance.start(this.launch, TIMEOUT)) {
			StatusView status = instance.endpoint().status();
			assertThat(status.state()).isEqualTo("SERVING");
			assertThat(status.generation()).isEqualTo(4);
			assertThat(status.steering().mode()).isEqualTo("cbpf");
			EndpointAnswer refused = instance.endpoint().abort();
			assertThat(refused.status()).isEqualTo(409);
			assertThat(refused.refusal()).isEqualTo("NOTHING_TO_ABORT");
			assertThatIllegalStateException().isThrownBy(refused::upgrade).withMessageContaining("409");
		}
	}

	@Test
	void strangerIsNotTakenForASuccessor() throws IOException {
		try (SampleInstance instance = SampleInstance.start(this.launch, TIMEOUT)) {
			UpgradeView begun = instance.endpoint().upgrade("foreign.jar").upgrade();
			assertThat(begun.successor().pid()).isEqualTo(ProcessHandle.current().pid());
			assertThatIllegalStateException().isThrownBy(() -> instance.follow(begun.successor().pid()))
				.withMessageContaining("does not descend");
			assertThat(instance.running()).hasSize(1);
		}
	}

	@Test
	void waitingEndsAtOnceWhenNoProcessIsLeft() throws IOException {
		try (SampleInstance instance = SampleInstance.start(this.launch, TIMEOUT)) {
			instance.first().close();
			assertThatIllegalStateException().isThrownBy(() -> instance.awaitUpgrade("u1", TIMEOUT))
				.withMessageContaining("No process is left");
		}
	}

	@Test
	void startFailsWithTheOutputWhenTheApplicationDoesNotComeUp() {
		assertThatIllegalStateException()
			.isThrownBy(() -> SampleInstance.start(this.launch.withArguments("--fail"), TIMEOUT))
			.withMessageContaining("cannot go on");
	}

	@Test
	void unknownEndOfAnUpgradeIsToldWithTheLastAnswer() throws IOException {
		try (SampleInstance instance = SampleInstance.start(this.launch, TIMEOUT)) {
			assertThatIllegalStateException()
				.isThrownBy(() -> instance.endpoint().awaitUpgrade("u2", Duration.ofMillis(200)))
				.withMessageContaining("u2")
				.withMessageContaining("u1");
		}
	}

}
