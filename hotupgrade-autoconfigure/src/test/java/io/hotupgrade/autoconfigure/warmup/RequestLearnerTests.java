package io.hotupgrade.autoconfigure.warmup;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import io.hotupgrade.LearnSettings;
import io.hotupgrade.autoconfigure.properties.HotUpgradeProperties.WarmUp.Learn;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class RequestLearnerTests {

	private final List<LearnSettings> started = new ArrayList<>();

	private void start(boolean enabled) {
		ActuatorPaths actuator = new ActuatorPaths(() -> Set.of("/actuator", "/actuator/health", "/probes/live"));
		new RequestLearner(new Learn(enabled, 7, List.of("/private/**", "/shop/orders/{id}/invoice")), actuator,
				this.started::add)
			.afterSingletonsInstantiated();
	}

	@Test
	void learnsNothingUnlessThatIsConfigured() {
		start(false);
		assertThat(this.started).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "/private/a", "/shop/orders/7/invoice", "/actuator", "/actuator/health/liveness",
			"/shop/actuator/metrics", "/probes/live", "/%61ctuator/health", "/shop/mvc/actuator;a=b/info" })
	void leavesOutTheActuatorAndWhatIsExcluded(String path) {
		start(true);
		assertThat(this.started.get(0).excluded()).accepts(path);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/", "/shop/orders/7", "/actuators", "/probes", "/myactuator/health" })
	void learnsTheRest(String path) {
		start(true);
		assertThat(this.started.get(0).limit()).isEqualTo(7);
		assertThat(this.started.get(0).excluded()).rejects(path);
	}

}
