package io.hotupgrade.autoconfigure.warmup;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;

import io.hotupgrade.WarmUpPart;
import io.hotupgrade.WarmUpReport;
import io.hotupgrade.WarmUpReport.State;
import io.hotupgrade.WarmUpSettings;
import io.hotupgrade.WarmUpSettings.OnFailure;
import io.hotupgrade.WarmUpSettings.Until;
import io.hotupgrade.engine.UpgradeEngine;
import io.hotupgrade.internal.warmup.WarmUpRun;
import io.hotupgrade.internal.warmup.WarmUpTarget;
import io.hotupgrade.server.PrivateListener;
import io.hotupgrade.server.UpgradableServer;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import org.mockito.ArgumentCaptor;
import org.springframework.context.ApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.then;
import static org.mockito.Mockito.atLeastOnce;

/**
 * The pipeline's warm-up of an application in this JVM.
 */
final class PipelineRun implements WarmUpTarget {

	static final String OBJECT = " (object)";

	static final String ERROR = " (error)";

	private final UpgradeEngine engine;

	PipelineRun(UpgradeEngine engine) {
		this.engine = engine;
	}

	List<WarmUpReport.Requests> of(ApplicationContext context) throws Exception {
		WarmUpSettings settings = new WarmUpSettings(List.of(), 1, Until.SETTLED, 10, 5, Duration.ofSeconds(60),
				OnFailure.FAIL, false);
		List<WarmUpPart> parts = context.getBean(PipelineSource.class).part(settings).stream().toList();
		WarmUpReport report = new WarmUpRun(settings, parts, this, () -> true, System::nanoTime).run();
		assertThat(report.state()).as(report.message()).isEqualTo(State.FINISHED);
		assertThat(report.failures()).isZero();
		return report.requests();
	}

	private UpgradableServer server() {
		ArgumentCaptor<UpgradableServer> server = ArgumentCaptor.forClass(UpgradableServer.class);
		then(this.engine).should(atLeastOnce()).register(server.capture());
		return server.getAllValues().get(0);
	}

	@Override
	public InetSocketAddress publicAddress() {
		return server().listeners().get(0).address();
	}

	@Override
	public PrivateListener open(boolean recorded) throws IOException {
		return server().openPrivateListener(recorded);
	}

	static void assertSettled(List<WarmUpReport.Requests> requests) {
		assertThat(requests).allSatisfy((each) -> {
			assertThat(each.note()).isEmpty();
			assertThat(each.failed()).isZero();
			assertThat(each.settled()).isTrue();
		});
	}

	static void assertStopped(List<WarmUpReport.Requests> requests, String why) {
		assertThat(requests.get(0).sent()).isOne();
		assertThat(requests.get(0).note()).startsWith("stopped: GET /actuator/health" + OBJECT + " ").endsWith(why);
		assertThat(requests.stream().skip(1)).allSatisfy((other) -> assertThat(other.sent()).isZero());
	}

	static void assertNotObserved(ApplicationContext context) {
		assertThat(context.getBean(MeterRegistry.class)
			.getMeters()
			.stream()
			.filter(Timer.class::isInstance)
			.map((meter) -> meter.getId().getName())
			.filter((name) -> name.startsWith("http.server") || name.startsWith("spring.security"))).isEmpty();
	}

}
