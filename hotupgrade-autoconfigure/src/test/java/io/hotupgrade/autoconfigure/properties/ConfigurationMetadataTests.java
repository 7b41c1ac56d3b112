package io.hotupgrade.autoconfigure.properties;

import java.io.IOException;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of the generated metadata, which is what an IDE shows of the properties.
 */
class ConfigurationMetadataTests {

	private List<JsonNode> properties;

	@BeforeEach
	void read() throws IOException {
		this.properties = ConfigurationMetadata.properties();
	}

	@Test
	void everyPropertyIsThere() {
		assertThat(this.properties).extracting((property) -> property.get("name").asText())
			.containsExactlyInAnyOrder("hotupgrade.application", "hotupgrade.control.directory",
					"hotupgrade.control.heartbeat-timeout", "hotupgrade.supervisor.check", "hotupgrade.takeover",
					"hotupgrade.drain.idle-timeout", "hotupgrade.drain.http2.patience",
					"hotupgrade.drain.ignored-paths", "hotupgrade.drain.linger-timeout",
					"hotupgrade.drain.stream.policy", "hotupgrade.drain.stream.spread-period",
					"hotupgrade.drain.timeout", "hotupgrade.drain.websocket.policy",
					"hotupgrade.drain.websocket.spread-period", "hotupgrade.enabled", "hotupgrade.exclusive.beans",
					"hotupgrade.exclusive.excluded-paths", "hotupgrade.exclusive.max-pause",
					"hotupgrade.exclusive.quiesce-timeout", "hotupgrade.exclusive.requests", "hotupgrade.guard.enabled",
					"hotupgrade.guard.error-margin", "hotupgrade.guard.latency-margin",
					"hotupgrade.guard.latency-period", "hotupgrade.guard.latency-ratio",
					"hotupgrade.guard.minimum-requests", "hotupgrade.shift", "hotupgrade.handover.background-work",
					"hotupgrade.handover.beans", "hotupgrade.handover.excluded-beans",
					"hotupgrade.handover.stop-timeout", "hotupgrade.health.group", "hotupgrade.health.timeout",
					"hotupgrade.history-size", "hotupgrade.launch.application-arguments", "hotupgrade.launch.command",
					"hotupgrade.launch.directory", "hotupgrade.launch.environment", "hotupgrade.launch.jar",
					"hotupgrade.launch.jvm-arguments", "hotupgrade.launch.memory", "hotupgrade.launch.prepare",
					"hotupgrade.launch.prepare-arguments", "hotupgrade.launch.prepare-directory",
					"hotupgrade.launch.prepare-kept", "hotupgrade.launch.prepare-own",
					"hotupgrade.launch.prepare-timeout", "hotupgrade.launch.priority",
					"hotupgrade.launch.requestable-jars", "hotupgrade.launch.termination-timeout",
					"hotupgrade.launch.timeout", "hotupgrade.page.enabled", "hotupgrade.probation",
					"hotupgrade.sessions.enabled", "hotupgrade.sessions.max-size", "hotupgrade.sessions.timeout",
					"hotupgrade.state.caches", "hotupgrade.state.max-size", "hotupgrade.state.timeout",
					"hotupgrade.steering", "hotupgrade.upgrade-on-sighup", "hotupgrade.version",
					"hotupgrade.warm-up.allow-unsafe-methods", "hotupgrade.warm-up.concurrency",
					"hotupgrade.warm-up.learn.enabled", "hotupgrade.warm-up.learn.excluded-paths",
					"hotupgrade.warm-up.learn.limit", "hotupgrade.warm-up.on-failure",
					"hotupgrade.warm-up.pipeline.enabled", "hotupgrade.warm-up.pipeline.timeout",
					"hotupgrade.warm-up.recorded", "hotupgrade.warm-up.requests",
					"hotupgrade.warm-up.settled.tolerance", "hotupgrade.warm-up.settled.window",
					"hotupgrade.warm-up.timeout", "hotupgrade.warm-up.until");
	}

	@Test
	void everyPropertyIsDescribedInOneSentenceOrMore() {
		assertThat(this.properties).allSatisfy(
				(property) -> assertThat(property.path("description").asText()).as(property.get("name").asText())
					.matches("[A-Z].*\\."));
	}

}
