package io.hotupgrade.engine;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.hotupgrade.internal.steering.SteeringException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link StrangerWatch}.
 */
class StrangerWatchTests {

	private static final String RIVAL = "127.0.0.1:8080 (IPv4)";

	private final ManualScheduler scheduler = new ManualScheduler();

	private final TestSteering kernel = new TestSteering();

	private final List<String> warnings = new ArrayList<>();

	private boolean alone = true;

	private final StrangerWatch watch = new StrangerWatch(steering(), this.scheduler, () -> this.alone,
			this.warnings::add);

	private ListenerSteering steering() {
		Servers servers = new Servers();
		servers.add(new TestServer());
		return new ListenerSteering(servers, () -> this.kernel);
	}

	@Test
	void strangerThatIsThereAtTheBeginningIsNamed() {
		this.kernel.rivals = List.of(RIVAL);
		this.watch.begin();
		this.scheduler.advance(StrangerWatch.CONFIRMATION);
		assertThat(this.warnings).singleElement().asString().contains(RIVAL, "upgrades are refused");
	}

	@Test
	void strangerThatComesLaterIsNamedOnce() {
		this.watch.begin();
		this.scheduler.advance(Duration.ofMinutes(5));
		assertThat(this.warnings).isEmpty();
		this.kernel.rivals = List.of(RIVAL);
		this.scheduler.advance(StrangerWatch.PERIOD.plus(StrangerWatch.CONFIRMATION));
		assertThat(this.warnings).hasSize(1);
		this.scheduler.advance(Duration.ofHours(1));
		assertThat(this.warnings).hasSize(1);
	}

	@Test
	void strangerThatComesBackIsNamedAgain() {
		this.kernel.members = 2;
		this.watch.begin();
		this.scheduler.advance(Duration.ofMinutes(2));
		this.kernel.members = 1;
		this.scheduler.advance(Duration.ofMinutes(2));
		this.kernel.members = 2;
		this.scheduler.advance(Duration.ofMinutes(2));
		assertThat(this.warnings).hasSize(2);
	}

	@Test
	void socketThatIsGoneAMomentLaterIsNone() {
		this.kernel.members = 2;
		this.watch.begin();
		this.kernel.members = 1;
		this.scheduler.advance(Duration.ofMinutes(5));
		assertThat(this.warnings).isEmpty();
	}

	@Test
	void otherInstanceOfAnUpgradeIsNone() {
		this.alone = false;
		this.kernel.members = 2;
		this.watch.begin();
		this.scheduler.advance(Duration.ofMinutes(5));
		assertThat(this.warnings).isEmpty();
	}

	@Test
	void whatCannotBeSeenIsLookedForAgain() {
		this.kernel.unreadable = new SteeringException(TestServer.LISTENER.address(), "no descriptor",
				new IOException("Too many open files"));
		this.watch.begin();
		this.scheduler.advance(Duration.ofMinutes(2));
		this.kernel.unreadable = null;
		this.kernel.members = 2;
		this.scheduler.advance(Duration.ofMinutes(2));
		assertThat(this.warnings).hasSize(1);
	}

}
