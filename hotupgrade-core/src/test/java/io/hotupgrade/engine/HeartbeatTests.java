package io.hotupgrade.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Heartbeat}.
 */
class HeartbeatTests {

	private final ManualScheduler scheduler = new ManualScheduler();

	private final List<Long> sent = new ArrayList<>();

	private final List<Duration> silences = new ArrayList<>();

	private final Heartbeat heartbeat = new Heartbeat(this.scheduler, Duration.ofSeconds(10), this.sent::add,
			this.silences::add);

	private void pass(int seconds) {
		this.scheduler.advance(Duration.ofSeconds(seconds));
	}

	@Test
	void startBeatsOnceASecond() {
		this.heartbeat.start();
		this.heartbeat.start();
		pass(3);
		assertThat(this.sent).containsExactly(1L, 2L, 3L);
	}

	@Test
	void heardWithinTheLimitKeepsQuiet() {
		this.heartbeat.start();
		for (int i = 0; i < 5; i++) {
			pass(9);
			this.heartbeat.heard();
		}
		assertThat(this.silences).isEmpty();
	}

	@Test
	void silenceIsToldOfFromTheLimitOn() {
		this.heartbeat.start();
		pass(9);
		assertThat(this.silences).isEmpty();
		pass(2);
		assertThat(this.silences).containsExactly(Duration.ofSeconds(10), Duration.ofSeconds(11));
	}

	@Test
	void beingStoppedOneselfIsNoSilenceOfThePeer() {
		this.heartbeat.start();
		pass(5);
		this.scheduler.sleep(Duration.ofHours(1));
		pass(3);
		assertThat(this.silences).isEmpty();
	}

	@Test
	void beatThatWasSleptThroughDoesNotCount() {
		this.heartbeat.start();
		pass(9);
		this.scheduler.sleep(Duration.ofMinutes(1));
		pass(0);
		assertThat(this.silences).isEmpty();
		pass(1);
		assertThat(this.silences).containsExactly(Duration.ofSeconds(10));
	}

	@Test
	void stopEndsTheBeatAndItsTimer() {
		this.heartbeat.start();
		pass(1);
		this.heartbeat.stop();
		pass(20);
		assertThat(this.sent).containsExactly(1L);
		assertThat(this.silences).isEmpty();
		assertThat(this.scheduler.timers()).isZero();
	}

}
