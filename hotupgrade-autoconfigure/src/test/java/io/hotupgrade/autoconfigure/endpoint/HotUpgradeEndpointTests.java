package io.hotupgrade.autoconfigure.endpoint;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.hotupgrade.DrainStatus;
import io.hotupgrade.InstanceInfo;
import io.hotupgrade.RefusalReason;
import io.hotupgrade.SteeringStatus;
import io.hotupgrade.TrafficKind;
import io.hotupgrade.UpgradePhase;
import io.hotupgrade.UpgradeRefusedException;
import io.hotupgrade.UpgradeRequest;
import io.hotupgrade.UpgradeStatus;
import org.junit.jupiter.api.Test;
import org.skyscreamer.jsonassert.JSONAssert;
import org.skyscreamer.jsonassert.JSONCompareMode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link HotUpgradeEndpoint} and what it makes of a status. The JSON is made
 * with a bare {@link ObjectMapper}, as the one behind JMX may be, and with Jackson 3's.
 */
class HotUpgradeEndpointTests {

	private final TestHotUpgrade hotUpgrade = new TestHotUpgrade();

	private final HotUpgradeEndpoint endpoint = new HotUpgradeEndpoint(() -> this.hotUpgrade);

	@Test
	void statusWhenNothingRunsHasNoUpgrade() throws Exception {
		assertJson(this.endpoint.status(), """
				{"state":"SERVING","generation":1,"pid":100,"version":"1.0","steering":{"mode":"cbpf","detail":""},
				"connections":7,"requests":3,"history":[]}""");
	}

	@Test
	void statusWhenUpgradeRunsShowsItAndTheHistory() throws Exception {
		this.hotUpgrade.setStatus(new UpgradeStatus(UpgradePhase.LAUNCHING, new InstanceInfo(100, 1, "1.0"),
				new SteeringStatus(SteeringStatus.Mode.NONE, "not Linux"), 7, 3, Optional.of(TestHotUpgrade.RUNNING),
				List.of(TestHotUpgrade.FAILED)));
		assertJson(this.endpoint.status(),
				"""
						{"state":"LAUNCHING","generation":1,"pid":100,"version":"1.0",
						"steering":{"mode":"none","detail":"not Linux"},"connections":7,"requests":3,
						"upgrade":{"id":"u2","phase":"LAUNCHING","message":"",
						"predecessor":{"pid":100,"generation":1,"version":"1.0"},
						"successor":{"pid":200,"generation":2,"version":""},"startedAt":"2026-02-03T04:05:06Z","timings":{},
						"receipt":{"connectionsAtCommit":0,"requestsAtCommit":0,"acceptQueueAtCommit":0,"connectionsCut":0,"requestsCut":0,"cut":{},"commitMicros":0,"sessions":{"moved":0,"returned":0,"leftBehind":0,"unreadable":0},"state":{"handedOver":0,"returned":0,"ignored":0,"failed":0,"bytes":0},"exclusive":{"resources":[],"pauseMillis":0,"held":0,"forwarded":0,"refused":0}},
						"output":[]},
						"history":[{"id":"u1","phase":"STARTING","outcome":"FAILED","reason":"SUCCESSOR_EXITED",
						"message":"It ended with 1","predecessor":{"pid":100,"generation":1,"version":"1.0"},
						"successor":{"pid":150,"generation":2,"version":"1.1"},"startedAt":"2026-02-03T04:05:06Z",
						"endedAt":"2026-02-03T04:05:07.500Z","durationMillis":1500,"timings":{"LAUNCHING":1000,"STARTING":500},
						"receipt":{"connectionsAtCommit":1,"requestsAtCommit":2,"acceptQueueAtCommit":3,"connectionsCut":4,"requestsCut":5,"cut":{"http2":3,"stream":2},"commitMicros":1234,"sessions":{"moved":6,"returned":7,"leftBehind":8,"unreadable":9},"state":{"handedOver":1,"returned":2,"ignored":3,"failed":4,"bytes":5},"exclusive":{"resources":["dataSource"],"pauseMillis":2314,"held":12,"forwarded":57,"refused":1}},
						"output":["line 1","line 2"]}]}""");
	}

	@Test
	void statusWhileDrainingShowsWhatIsLeft() {
		DrainStatus drain = new DrainStatus(5, 2, Optional.of(Duration.ofMillis(1500)),
				Optional.of(Instant.parse("2026-02-03T04:05:06Z")),
				Map.of(TrafficKind.WEBSOCKET, 1, TrafficKind.HTTP1, 4));
		assertThat(DrainDescriptor.of(drain))
			.isEqualTo(new DrainDescriptor(5, 2, 1500L, "2026-02-03T04:05:06Z", Map.of("http1", 4, "websocket", 1)));
		DrainStatus unlimited = new DrainStatus(0, 0, Optional.empty(), Optional.empty(), Map.of());
		assertThat(DrainDescriptor.of(unlimited)).isEqualTo(new DrainDescriptor(0, 0, null, null, Map.of()));
	}

	@Test
	void timingsAreInTheOrderOfThePhases() {
		assertThat(UpgradeDescriptor.of(TestHotUpgrade.FAILED).timings().keySet())
			.containsExactly(UpgradePhase.LAUNCHING, UpgradePhase.STARTING);
	}

	@Test
	void upgradeAnswersWithTheUpgradeAndTheState() {
		UpgradeDescriptor upgrade = this.endpoint.upgrade(null, null);
		assertThat(upgrade.id()).isEqualTo("u2");
		assertThat(upgrade.state()).isEqualTo(UpgradePhase.LAUNCHING);
		assertThat(this.hotUpgrade.requests()).containsExactly(UpgradeRequest.asConfigured());
	}

	@Test
	void upgradeWhenJarIsNamedAsksForThatJar() {
		this.endpoint.upgrade("/opt/app.jar", null);
		assertThat(this.hotUpgrade.requests()).containsExactly(UpgradeRequest.toJar("/opt/app.jar"));
	}

	@Test
	void upgradeWhenJarIsBlankAsksForWhatIsConfigured() {
		this.endpoint.upgrade(" ", " ");
		assertThat(this.hotUpgrade.requests()).containsExactly(UpgradeRequest.asConfigured());
	}

	@Test
	void abortAnswersWithTheUpgrade() {
		assertThat(this.endpoint.abort().id()).isEqualTo("u2");
	}

	@Test
	void operationWhenRefusedThrows() {
		this.hotUpgrade.refuse(RefusalReason.UPGRADE_IN_PROGRESS);
		assertThatExceptionOfType(UpgradeRefusedException.class).isThrownBy(() -> this.endpoint.upgrade(null, null));
	}

	private static void assertJson(Object payload, String expected) throws JsonProcessingException, Exception {
		JSONAssert.assertEquals(expected, new ObjectMapper().writeValueAsString(payload), JSONCompareMode.STRICT);
		JSONAssert.assertEquals(expected, JsonMapper.builder().build().writeValueAsString(payload),
				JSONCompareMode.STRICT);
	}

}
