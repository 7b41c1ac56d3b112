package io.hotupgrade.autoconfigure.events;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.hotupgrade.autoconfigure.endpoint.TestHotUpgrade;
import io.hotupgrade.autoconfigure.threads.ManualScheduler;
import io.hotupgrade.event.HotUpgradeEndedEvent;
import io.hotupgrade.event.HotUpgradePhaseChangedEvent;
import io.hotupgrade.event.HotUpgradeShiftedEvent;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link UpgradeEventPublisher}.
 */
class UpgradeEventPublisherTests {

	private final ManualScheduler scheduler = new ManualScheduler();

	private final List<Object> events = new ArrayList<>();

	private final TestHotUpgrade source = new TestHotUpgrade();

	private final UpgradeEventPublisher publisher = new UpgradeEventPublisher(this.source, this::publish,
			this.scheduler);

	private boolean failing;

	private void publish(Object event) {
		this.events.add(event);
		if (this.failing) {
			throw new IllegalStateException("a listener failed");
		}
	}

	@Test
	void eventsAreNotPublishedByTheCaller() {
		this.publisher.phaseChanged(TestHotUpgrade.RUNNING);
		assertThat(this.events).isEmpty();
	}

	@Test
	void eventsAreInOrderAlthoughAListenerFails() {
		this.failing = true;
		this.publisher.phaseChanged(TestHotUpgrade.RUNNING);
		this.publisher.ended(TestHotUpgrade.FAILED);
		this.scheduler.advance(Duration.ZERO);
		assertThat(this.events).satisfiesExactly(
				(event) -> assertThat(event).isInstanceOfSatisfying(HotUpgradePhaseChangedEvent.class, (changed) -> {
					assertThat(changed.getUpgrade()).isSameAs(TestHotUpgrade.RUNNING);
					assertThat(changed.getSource()).isSameAs(this.source);
				}), (event) -> assertThat(event).isInstanceOfSatisfying(HotUpgradeEndedEvent.class,
						(ended) -> assertThat(ended.getUpgrade()).isSameAs(TestHotUpgrade.FAILED)));
	}

	@Test
	void stepsThatWouldWaitWithoutEndAreLeftOutButTheNewestAndPhasesAreNot() {
		this.publisher.phaseChanged(TestHotUpgrade.RUNNING);
		for (int phase = 0; phase < 3; phase++) {
			for (int step = 0; step < 10 * UpgradeEventPublisher.LIMIT; step++) {
				this.publisher.shifted(TestHotUpgrade.RUNNING);
			}
			this.publisher.shifted(TestHotUpgrade.FAILED);
			this.publisher.phaseChanged(TestHotUpgrade.RUNNING);
		}
		this.publisher.ended(TestHotUpgrade.FAILED);
		this.scheduler.advance(Duration.ZERO);
		assertThat(this.events).hasSizeLessThanOrEqualTo(UpgradeEventPublisher.LIMIT + 8);
		assertThat(this.events).filteredOn(HotUpgradePhaseChangedEvent.class::isInstance).hasSize(4);
		assertThat(this.events).last().isInstanceOf(HotUpgradeEndedEvent.class);
		assertThat(this.events.get(this.events.size() - 3)).isInstanceOfSatisfying(HotUpgradeShiftedEvent.class,
				(newest) -> assertThat(newest.getUpgrade()).isSameAs(TestHotUpgrade.FAILED));
	}

	@Test
	void stepsAreAllPublishedAgainOnceListenersHaveCaughtUp() {
		for (int step = 0; step < 10 * UpgradeEventPublisher.LIMIT; step++) {
			this.publisher.shifted(TestHotUpgrade.RUNNING);
		}
		this.scheduler.advance(Duration.ZERO);
		this.events.clear();
		for (int step = 0; step < UpgradeEventPublisher.LIMIT; step++) {
			this.publisher.shifted(TestHotUpgrade.RUNNING);
		}
		this.scheduler.advance(Duration.ZERO);
		assertThat(this.events).hasSize(UpgradeEventPublisher.LIMIT);
	}

	@Test
	void destroyClosesTheScheduler() {
		this.publisher.destroy();
		assertThat(this.scheduler.isClosed()).isTrue();
	}

}
