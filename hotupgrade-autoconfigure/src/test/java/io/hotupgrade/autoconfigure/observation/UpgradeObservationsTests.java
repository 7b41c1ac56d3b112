package io.hotupgrade.autoconfigure.observation;

import java.util.ArrayList;
import java.util.List;

import io.hotupgrade.UpgradePhase;
import io.hotupgrade.UpgradeRecord;
import io.hotupgrade.autoconfigure.endpoint.TestHotUpgrade;
import io.hotupgrade.autoconfigure.engine.HotUpgradeAutoConfiguration;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link UpgradeObservations} and their auto-configuration.
 */
class UpgradeObservationsTests {

	private final ObservationRegistry registry = ObservationRegistry.create();

	private final List<String> seen = new ArrayList<>();

	private final UpgradeObservations observations = new UpgradeObservations(new TestHotUpgrade(), () -> this.registry);

	@BeforeEach
	void watch() {
		this.registry.observationConfig().observationHandler(new Watch());
	}

	private static UpgradeRecord in(UpgradePhase phase) {
		return TestHotUpgrade.FAILED.with(new UpgradeRecord.Progress(phase)).with(UpgradeRecord.Ending.NONE);
	}

	@Test
	void upgradeIsObservedWithAnEventForEachPhase() {
		this.observations.phaseChanged(in(UpgradePhase.LAUNCHING));
		this.observations.phaseChanged(in(UpgradePhase.LAUNCHING));
		this.observations.phaseChanged(in(UpgradePhase.STARTING));
		this.observations.ended(TestHotUpgrade.FAILED);
		assertThat(this.seen).containsExactly("start hot upgrade", "launching", "starting",
				"stop kind=upgrade outcome=failed reason=successor_exited");
		this.observations.ended(TestHotUpgrade.FAILED);
		assertThat(this.seen).as("it is over").hasSize(4);
	}

	@Test
	void rehearsalIsCalledThat() {
		this.observations.phaseChanged(TestHotUpgrade.REHEARSAL);
		assertThat(this.seen).startsWith("start hot rehearsal");
	}

	@Test
	void successorObservesNothing() {
		UpgradeRecord asSeenThere = new UpgradeRecord(
				new UpgradeRecord.Identity("u9", TestHotUpgrade.RUNNING.identity().successor(),
						TestHotUpgrade.RUNNING.identity().predecessor(), TestHotUpgrade.START),
				TestHotUpgrade.RUNNING.progress());
		this.observations.phaseChanged(asSeenThere);
		this.observations.ended(asSeenThere);
		assertThat(this.seen).isEmpty();
	}

	@Test
	void observationEndsWithTheInstance() {
		this.observations.phaseChanged(in(UpgradePhase.DRAINING));
		this.observations.destroy();
		assertThat(this.seen).endsWith("stop kind=upgrade outcome=unknown reason=none");
	}

	@Test
	void configurationNeedsMicrometerAndAnActiveUpgrade() {
		ApplicationContextRunner runner = new ApplicationContextRunner().withConfiguration(
				AutoConfigurations.of(HotUpgradeAutoConfiguration.class, HotUpgradeObservationAutoConfiguration.class));
		runner.run((context) -> assertThat(context).doesNotHaveBean(UpgradeObservations.class));
		runner.withBean(TestHotUpgrade.class)
			.run((context) -> assertThat(context).hasSingleBean(UpgradeObservations.class));
		runner.withBean(TestHotUpgrade.class)
			.withClassLoader(new FilteredClassLoader("io.micrometer.observation"))
			.run((context) -> assertThat(context).doesNotHaveBean("upgradeObservations"));
	}

	private final class Watch implements ObservationHandler<Observation.Context> {

		@Override
		public void onStart(Observation.Context context) {
			UpgradeObservationsTests.this.seen.add("start " + context.getContextualName());
		}

		@Override
		public void onEvent(Observation.Event event, Observation.Context context) {
			UpgradeObservationsTests.this.seen.add(event.getName());
		}

		@Override
		public void onStop(Observation.Context context) {
			StringBuilder keys = new StringBuilder("stop");
			context.getLowCardinalityKeyValues()
				.forEach((key) -> keys.append(' ').append(key.getKey()).append('=').append(key.getValue()));
			UpgradeObservationsTests.this.seen.add(keys.toString());
		}

		@Override
		public boolean supportsContext(Observation.Context context) {
			return true;
		}

	}

}
