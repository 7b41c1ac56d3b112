package io.hotupgrade.engine;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;

import io.hotupgrade.InstanceInfo;
import io.hotupgrade.LaunchPreparation;
import io.hotupgrade.PrepareSettings;
import io.hotupgrade.UpgradeRequest;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link StartPreparer}, with a launcher that has nothing to prepare.
 */
class StartPreparerTests {

	private final ManualScheduler scheduler = new ManualScheduler();

	private final Queue<Runnable> tasks = new ArrayDeque<>();

	private final List<String> outcomes = new ArrayList<>();

	private final Instance instance = new Instance(new InstanceInfo(1, 0, "v1"), 3);

	private StartPreparer preparer(LaunchPreparation what, boolean own) {
		PrepareSettings settings = new PrepareSettings(what, Optional.empty(), Duration.ofMinutes(5), List.of(), 3,
				own);
		return new StartPreparer(settings, new TestLauncher(), this.instance, this.scheduler, this.tasks::add);
	}

	private void begin(StartPreparer preparer) {
		preparer.begin(UpgradeRequest.asConfigured(), (outcome) -> {
			assertThat(outcome.preparation()).isEmpty();
			this.outcomes.add(outcome.description());
		});
	}

	@Test
	void failureIsAnOrdinaryStart() {
		begin(preparer(LaunchPreparation.TRAIN, false));
		assertThat(this.outcomes).isEmpty();
		this.tasks.remove().run();
		this.scheduler.advance(Duration.ZERO);
		assertThat(this.outcomes).containsExactly("The start is not prepared but from the jar: Nothing is planned");
	}

	@Test
	void limitIsAnOrdinaryStartAtOnce() {
		begin(preparer(LaunchPreparation.TRAIN, false));
		this.scheduler.advance(Duration.ofMinutes(5));
		assertThat(this.outcomes).singleElement()
			.asString()
			.contains("from the jar", "PT5M", "hotupgrade.launch.prepare-timeout");
		this.tasks.remove().run();
		this.scheduler.advance(Duration.ofMinutes(5));
		assertThat(this.outcomes).hasSize(1);
	}

	@Test
	void stopTellsTheOutcomeAtOnceAndOnce() {
		StartPreparer preparer = preparer(LaunchPreparation.EXTRACT, false);
		begin(preparer);
		preparer.stop("enough");
		preparer.stop("enough");
		assertThat(this.outcomes).containsExactly("The preparation of the start was ended: enough");
		this.tasks.remove().run();
		this.scheduler.advance(Duration.ofMinutes(10));
		assertThat(this.outcomes).hasSize(1);
	}

	@Test
	void ownIsPreparedIfWanted() {
		preparer(LaunchPreparation.EXTRACT, false).prepareOwn();
		preparer(LaunchPreparation.NEVER, true).prepareOwn();
		assertThat(this.tasks).isEmpty();
		preparer(LaunchPreparation.EXTRACT, true).prepareOwn();
		assertThat(this.tasks).hasSize(1);
	}

	@Test
	void upgradeEndsWhatIsPreparedForTheNextOne() {
		StartPreparer preparer = preparer(LaunchPreparation.EXTRACT, true);
		preparer.prepareOwn();
		begin(preparer);
		this.tasks.remove().run();
		this.tasks.remove().run();
		this.scheduler.advance(Duration.ZERO);
		assertThat(this.outcomes).hasSize(1);
	}

}
