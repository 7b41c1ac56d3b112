package io.hotupgrade.engine;

import java.time.Duration;
import java.util.List;

import io.hotupgrade.internal.steering.SteeringException;
import io.hotupgrade.internal.steering.SteeringProgram;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Settling}.
 */
class SettlingTests {

	private final ManualScheduler scheduler = new ManualScheduler();

	private final TestSteering kernel = new TestSteering();

	private final Servers servers = new Servers();

	private final Settling settling = new Settling(new ListenerSteering(this.servers, () -> this.kernel),
			this.scheduler, () -> {
			});

	SettlingTests() {
		this.servers.add(new TestServer());
	}

	@Test
	void programThatWasLeftIsReplacedOnceTheOtherSocketIsGone() {
		this.kernel.members = 2;
		this.settling.begin();
		this.settling.begin();
		this.scheduler.advance(Duration.ofMillis(100));
		assertThat(this.kernel.programs).isEmpty();
		this.kernel.members = 1;
		this.scheduler.advance(Duration.ofMillis(200));
		assertThat(this.kernel.programs).containsExactly(SteeringProgram.toFirst());
		assertThat(this.scheduler.timers()).isZero();
	}

	@Test
	void strangerOnThePortIsWaitedForAtLittleCost() {
		this.kernel.members = 2;
		this.settling.begin();
		this.scheduler.advance(Duration.ofHours(1));
		assertThat(this.scheduler.timers()).isOne();
		this.kernel.members = 1;
		this.scheduler.advance(Duration.ofSeconds(3));
		assertThat(this.kernel.programs).containsExactly(SteeringProgram.toFirst());
	}

	/** It does not change how the members of the group are numbered. */
	@Test
	void strangerBesideTheGroupIsNotWaitedFor() {
		this.kernel.rivals = List.of("127.0.0.1:8080 (IPv4)");
		this.settling.begin();
		assertThat(this.kernel.programs).containsExactly(SteeringProgram.toFirst());
	}

	@Test
	void kernelThatFailsIsAskedAgain() {
		this.kernel.failure = new SteeringException(TestServer.LISTENER.address(), "Too many open files", null);
		this.settling.begin();
		this.kernel.failure = null;
		this.scheduler.advance(Duration.ofSeconds(1));
		assertThat(this.kernel.programs).containsExactly(SteeringProgram.toFirst());
	}

}
