package io.hotupgrade.autoconfigure.observation;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

import io.hotupgrade.HotUpgrade;
import io.hotupgrade.UpgradePhase;
import io.hotupgrade.UpgradeRecord;
import io.hotupgrade.autoconfigure.endpoint.TestHotUpgrade;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.tracing.handler.DefaultTracingObservationHandler;
import io.micrometer.tracing.otel.bridge.OtelCurrentTraceContext;
import io.micrometer.tracing.otel.bridge.OtelTracer;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.actuate.autoconfigure.observation.ObservationAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.opentelemetry.OpenTelemetryAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.tracing.MicrometerTracingAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.tracing.OpenTelemetryTracingAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An upgrade as OpenTelemetry sees it, by the bridge of Micrometer Tracing.
 */
class UpgradeSpanTests {

	private final Spans spans = new Spans();

	private final SdkTracerProvider tracers = SdkTracerProvider.builder()
		.addSpanProcessor(SimpleSpanProcessor.create(this.spans))
		.build();

	private final ObservationRegistry registry = ObservationRegistry.create();

	private final UpgradeObservations observations = new UpgradeObservations(new TestHotUpgrade(), () -> this.registry);

	@BeforeEach
	void trace() {
		OtelTracer tracer = new OtelTracer(this.tracers.get("test"), new OtelCurrentTraceContext(), (event) -> {
		});
		this.registry.observationConfig().observationHandler(new DefaultTracingObservationHandler(tracer));
	}

	@AfterEach
	void stop() {
		this.tracers.close();
	}

	@Test
	void upgradeIsOneSpanWithAnEventForEachPhase() {
		for (UpgradePhase phase : List.of(UpgradePhase.LAUNCHING, UpgradePhase.STARTING)) {
			this.observations.phaseChanged(
					TestHotUpgrade.FAILED.with(new UpgradeRecord.Progress(phase)).with(UpgradeRecord.Ending.NONE));
		}
		assertThat(this.spans.ended).as("while it runs").isEmpty();
		this.observations.ended(TestHotUpgrade.FAILED);
		assertThat(this.spans.ended).singleElement().satisfies((span) -> {
			assertThat(span.getName()).isEqualTo("hot upgrade");
			assertThat(span.getEvents()).extracting(EventData::getName).contains("launching", "starting");
			assertThat(attribute(span, "hotupgrade.id")).isEqualTo("u1");
			assertThat(attribute(span, "outcome")).isEqualTo("failed");
			assertThat(attribute(span, "reason")).isEqualTo("successor_exited");
			assertThat(attribute(span, "hotupgrade.successor.version")).isEqualTo("1.1");
		});
	}

	@Test
	void rehearsalIsASpanOfItsOwn() {
		this.observations.phaseChanged(TestHotUpgrade.REHEARSAL);
		this.observations.destroy();
		assertThat(this.spans.ended).singleElement().satisfies((span) -> {
			assertThat(span.getName()).isEqualTo("hot rehearsal");
			assertThat(attribute(span, "outcome")).isEqualTo("unknown");
		});
	}

	@Test
	void tracerThatBootConfiguresIsUsed() {
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(OpenTelemetryAutoConfiguration.class,
					OpenTelemetryTracingAutoConfiguration.class, MicrometerTracingAutoConfiguration.class,
					ObservationAutoConfiguration.class, HotUpgradeObservationAutoConfiguration.class))
			.withBean(HotUpgrade.class, TestHotUpgrade::new)
			.withBean(SpanProcessor.class, () -> SimpleSpanProcessor.create(this.spans))
			.withPropertyValues("management.tracing.sampling.probability=1", "spring.application.name=shop")
			.run((context) -> {
				UpgradeObservations configured = context.getBean(UpgradeObservations.class);
				configured.phaseChanged(TestHotUpgrade.REHEARSAL);
				configured.destroy();
				assertThat(this.spans.ended).singleElement().satisfies((span) -> {
					assertThat(span.getName()).isEqualTo("hot rehearsal");
					assertThat(span.getResource().getAttribute(AttributeKey.stringKey("service.name")))
						.isEqualTo("shop");
				});
			});
	}

	private static String attribute(SpanData span, String name) {
		return span.getAttributes().get(AttributeKey.stringKey(name));
	}

	/** Keeps what has ended. */
	private static final class Spans implements SpanExporter {

		private final List<SpanData> ended = new ArrayList<>();

		@Override
		public CompletableResultCode export(Collection<SpanData> spans) {
			this.ended.addAll(spans);
			return CompletableResultCode.ofSuccess();
		}

		@Override
		public CompletableResultCode flush() {
			return CompletableResultCode.ofSuccess();
		}

		@Override
		public CompletableResultCode shutdown() {
			return CompletableResultCode.ofSuccess();
		}

	}

}
