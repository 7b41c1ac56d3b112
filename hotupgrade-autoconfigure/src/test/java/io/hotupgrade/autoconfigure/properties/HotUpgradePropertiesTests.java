package io.hotupgrade.autoconfigure.properties;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.hotupgrade.ControlSettings;
import io.hotupgrade.DrainSettings;
import io.hotupgrade.EngineSettings;
import io.hotupgrade.FarewellSettings;
import io.hotupgrade.FarewellSettings.Policy;
import io.hotupgrade.GuardSettings;
import io.hotupgrade.LaunchPreparation;
import io.hotupgrade.LaunchPriority;
import io.hotupgrade.LaunchSettings;
import io.hotupgrade.PrepareSettings;
import io.hotupgrade.ShiftPlan;
import io.hotupgrade.ShiftSettings;
import io.hotupgrade.Takeover;
import io.hotupgrade.WarmUpRequest;
import io.hotupgrade.WarmUpSettings;
import io.hotupgrade.WarmUpSettings.OnFailure;
import io.hotupgrade.WarmUpSettings.Repeated;
import io.hotupgrade.WarmUpSettings.Until;
import io.hotupgrade.autoconfigure.properties.HotUpgradeProperties.WarmUp.Learn;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * Tests for {@link HotUpgradeProperties}, what is checked of them and what they become.
 */
class HotUpgradePropertiesTests {

	private final Map<String, String> values = new HashMap<>();

	@Test
	void defaults() {
		assertThat(convert())
			.isEqualTo(new EngineSettings("1.0", Duration.ofMinutes(2), Duration.ofSeconds(10), Duration.ofSeconds(30),
					new DrainSettings(Duration.ofSeconds(60), Duration.ofSeconds(5), Duration.ofSeconds(5)),
					LaunchSettings.OWN_COMMAND,
					new ControlSettings(Optional.empty(), Duration.ofSeconds(10), Takeover.NEVER, "shop"), true,
					ShiftSettings.DEFAULTS, 50, true));
	}

	@Test
	void everythingConfigured() {
		set("steering", "none").set("probation", "0").set("history-size", "0");
		set("shift", "10% for 1s, 100%").set("guard.enabled", "false").set("guard.minimum-requests", "7");
		set("guard.error-margin", "1.5").set("guard.latency-ratio", "2");
		set("guard.latency-margin", "8ms").set("guard.latency-period", "9s");
		set("launch.timeout", "1m").set("launch.termination-timeout", "0");
		set("launch.command[0]", "/bin/app").set("launch.command[1]", "run");
		set("launch.jvm-arguments", "-Xmx1g,-Xss1m").set("launch.application-arguments", "--a=b");
		set("launch.environment.LANG", "C").set("launch.requestable-jars", "/opt/*.jar");
		set("launch.priority", "normal");
		set("launch.directory", "/opt/app/current").set("launch.memory", "512MB");
		set("launch.prepare", "train").set("launch.prepare-directory", "/var/cache/app");
		set("launch.prepare-timeout", "3m").set("launch.prepare-arguments", "--spring.profiles.active=training");
		set("launch.prepare-kept", "1").set("launch.prepare-own", "true");
		set("drain.timeout", "0").set("drain.idle-timeout", "1s").set("drain.linger-timeout", "2s");
		set("drain.websocket.policy", "at-once").set("drain.websocket.spread-period", "3s");
		set("drain.stream.policy", "spread").set("drain.stream.spread-period", "4s");
		set("drain.http2.patience", "5s");
		set("control.directory", "/run/app").set("control.heartbeat-timeout", "3s").set("takeover", "require");
		assertThat(convert()).isEqualTo(new EngineSettings("1.0", Duration.ofMinutes(1), Duration.ZERO, Duration.ZERO,
				new DrainSettings(Duration.ZERO, Duration.ofSeconds(1), Duration.ofSeconds(2),
						new FarewellSettings(Policy.AT_ONCE, Duration.ofSeconds(3)),
						new FarewellSettings(Policy.SPREAD, Duration.ofSeconds(4)), Duration.ofSeconds(5)),
				new LaunchSettings(Optional.empty(), List.of("/bin/app", "run"), List.of("-Xmx1g", "-Xss1m"),
						List.of("--a=b"), Map.of("LANG", "C"), List.of("/opt/*.jar"), LaunchPriority.NORMAL,
						Optional.of(Path.of("/opt/app/current")), Optional.of(512L << 20),
						new PrepareSettings(LaunchPreparation.TRAIN, Optional.of(Path.of("/var/cache/app")),
								Duration.ofMinutes(3), List.of("--spring.profiles.active=training"), 1, true)),
				new ControlSettings(Optional.of(Path.of("/run/app")), Duration.ofSeconds(3), Takeover.REQUIRE, "shop"),
				false, new ShiftSettings(ShiftPlan.parse("10% for 1s, 100%"),
						new GuardSettings(false, 7, 1.5, 2, Duration.ofMillis(8), Duration.ofSeconds(9))),
				0, true));
	}

	@Test
	void drainTimeoutWhenNegativeMeansNoLimit() {
		set("drain.timeout", "-1");
		assertThat(convert().drain().limit()).isEmpty();
	}

	@Test
	void controlDirectoryWhenRelativeBecomesAbsolute() {
		set("control.directory", "run");
		assertThat(convert().control().directory()).contains(Path.of("run").toAbsolutePath());
	}

	@Test
	void jarWhenBlankIsAbsent() {
		set("launch.jar", " ").set("launch.command", "/bin/app");
		assertThat(convert().launch().jar()).isEmpty();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			probation                  | -1s      | is negative
			probation                  | 366d     | is longer than 365 days
			history-size               | -1       | is negative
			launch.timeout             | 0s       | leaves no time at all
			launch.timeout             | -500ms   | is negative
			launch.termination-timeout | -1s      | is negative
			health.timeout             | 0s       | leaves no time at all
			drain.timeout              | 366d     | is longer than 365 days
			drain.idle-timeout         | -1s      | is negative
			drain.linger-timeout       | -1s      | is negative
			drain.websocket.spread-period | -1s   | is negative
			drain.stream.spread-period | -1s      | is negative
			drain.http2.patience       | -1s      | is negative
			drain.ignored-paths        | /a/**/b  | is not a path pattern
			handover.stop-timeout      | -1s      | is negative
			sessions.timeout           | 0s       | leaves no time at all
			sessions.max-size          | 0B       | is not between 1B and 64MB
			sessions.max-size          | 67108865B | is not between 1B and 64MB
			state.timeout              | 0s       | leaves no time at all
			state.max-size             | 0B       | leaves no room for any state
			launch.requestable-jars    | app.jar  | is not an absolute path
			launch.directory           | current  | is not an absolute path
			launch.memory              | -1B      | is negative
			launch.prepare-timeout     | 0s       | leaves no time at all
			launch.prepare-directory   | prepared | is not an absolute path
			launch.prepare-kept        | -1       | is negative
			shift                      | soon     | has a step that cannot be understood: 'soon'
			shift                      | 10%, 100% | does not say how long to hold '10%'
			guard.minimum-requests     | 0        | is not positive
			guard.error-margin         | 101.0    | is not between 0 and 100
			guard.error-margin         | NaN      | is not between 0 and 100
			guard.latency-ratio        | 0.5      | is less than 1
			guard.latency-margin       | -1s      | is negative
			guard.latency-period       | -1s      | is negative
			warm-up.timeout            | 0s       | leaves no time at all
			warm-up.concurrency        | 0        | is not between 1 and 64
			warm-up.settled.window     | 9        | is not between 10 and 100000
			warm-up.settled.tolerance  | 91       | is not between 1 and 90
			warm-up.requests[0].path   | orders   | is not a path
			warm-up.requests[0].path   | /größe   | is not a path
			""")
	void valueThatCannotWorkIsRefused(String property, String value, String problem) {
		set(property, value);
		assertRefused("The value '" + value + "' of the property 'hotupgrade." + property + "' " + problem);
	}

	@Test
	void jarBesideCommandIsRefused() {
		set("launch.jar", "app.jar").set("launch.command", "/bin/app");
		assertRefused("The value 'app.jar' of the property 'hotupgrade.launch.jar' has no effect beside"
				+ " 'hotupgrade.launch.command'. Remove one of the two");
	}

	@Test
	void commandWithoutProgramIsRefused() {
		set("launch.command[0]", " ").set("launch.command[1]", "run");
		assertRefused("'hotupgrade.launch.command[0]' names no program");
	}

	@Test
	void reservedEnvironmentVariableIsRefusedWithoutItsValue() {
		set("launch.environment.HOTUPGRADE_TOKEN", "secret");
		assertRefused("The value 'HOTUPGRADE_TOKEN' of the property 'hotupgrade.launch.environment' is reserved");
	}

	@Test
	void environmentVariableWithImpossibleNameIsRefused() {
		set("launch.environment[A=B]", "secret");
		assertRefused("The value 'A=B' of the property 'hotupgrade.launch.environment' cannot be the name");
	}

	@Test
	void versionWhenTooLongIsRefused() {
		String longest = "1".repeat(PropertyChecks.MAX_VERSION_LENGTH);
		set("version", longest);
		assertThatNoException().isThrownBy(() -> convert(longest));
		set("version", longest + "1");
		assertThatExceptionOfType(InvalidHotUpgradePropertyException.class).isThrownBy(() -> convert(longest + "1"))
			.withMessageStartingWith(
					"The value '" + "1".repeat(40) + "...' of the property 'hotupgrade.version' has 257 ")
			.withMessageEndingWith("Set hotupgrade.version to at most 256 characters, such as 1.4.2.");
	}

	@Test
	void versionOfTheBuildWhenTooLongIsRefused() {
		String version = "1".repeat(1_200_000);
		assertThatExceptionOfType(InvalidHotUpgradePropertyException.class).isThrownBy(() -> convert(version))
			.withMessageContaining("'spring.application.version' has 1,200,000 characters");
	}

	@Test
	void controlDirectoryWhenTooLongIsRefused() {
		set("control.directory", "/" + "d".repeat(PropertyChecks.MAX_CONTROL_DIRECTORY_BYTES - 1));
		assertThatNoException().isThrownBy(this::convert);
		set("control.directory", "/" + "d".repeat(PropertyChecks.MAX_CONTROL_DIRECTORY_BYTES));
		assertRefused("it has 81 bytes. Use a path of at most 80 bytes");
	}

	@Test
	void heartbeatTimeoutThatOneLateBeatWouldExceedIsRefused() {
		set("control.heartbeat-timeout", "1s");
		assertRefused("'hotupgrade.control.heartbeat-timeout' is shorter than 2 seconds");
	}

	@Test
	void takeoverWithoutAnApplicationNameIsRefused() {
		set("takeover", "auto");
		HotUpgradeProperties properties = bind();
		assertThatNoException().isThrownBy(() -> EngineSettingsConverter.convert(properties, "", "shop"));
		assertThatExceptionOfType(InvalidHotUpgradePropertyException.class)
			.isThrownBy(() -> EngineSettingsConverter.convert(properties, "", ""))
			.withMessageContaining("Set spring.application.name or hotupgrade.application.");
	}

	@Test
	void warmUpByDefaultHasNothingToDo() {
		assertThat(warmUp()).isEqualTo(new WarmUpSettings(List.of(), 1, Until.SETTLED, 100, 5, Duration.ofSeconds(30),
				OnFailure.CONTINUE, false));
	}

	@Test
	void warmUpConfigured() {
		set("warm-up.requests[0].path", "/a").set("warm-up.requests[1].path", "/b?c=1");
		set("warm-up.requests[1].method", "POST").set("warm-up.requests[1].headers.Accept", "text/plain");
		set("warm-up.requests[1].body", "x").set("warm-up.requests[1].count", "7");
		set("warm-up.allow-unsafe-methods", "true").set("warm-up.concurrency", "3").set("warm-up.until", "count");
		set("warm-up.settled.window", "50").set("warm-up.settled.tolerance", "10").set("warm-up.timeout", "5s");
		set("warm-up.on-failure", "fail").set("warm-up.recorded", "true");
		assertThatNoException().isThrownBy(this::convert);
		assertThat(
				warmUp())
			.isEqualTo(new WarmUpSettings(
					List.of(new Repeated(WarmUpRequest.get("/a"), 5000),
							new Repeated(new WarmUpRequest("POST", "/b?c=1", Map.of("Accept", "text/plain"), "x"), 7)),
					3, Until.COUNT, 50, 10, Duration.ofSeconds(5), OnFailure.FAIL, true));
	}

	@Test
	void unsafeWarmUpRequestIsRefusedUnlessAllowed() {
		set("warm-up.requests[0].path", "/orders").set("warm-up.requests[0].method", "DELETE");
		assertRefused("The value 'DELETE' of the property 'hotupgrade.warm-up.requests[0].method' may change data");
		assertRefused("set hotupgrade.warm-up.allow-unsafe-methods=true if that is harmless");
		set("warm-up.allow-unsafe-methods", "true");
		assertThatNoException().isThrownBy(this::convert);
		set("warm-up.requests[0].method", "GET /");
		assertRefused("is not an HTTP method");
	}

	@Test
	void warmUpRequestWithoutAPathIsRefused() {
		set("warm-up.requests[0].method", "HEAD");
		assertRefused("'hotupgrade.warm-up.requests[0].path' is not a path");
	}

	@ParameterizedTest
	@CsvSource({ "Accept:, a", "Accept, 'a\nb'", "content-length, 5" })
	void warmUpHeaderThatCannotBeSentIsRefusedWithoutItsValue(String name, String value) {
		set("warm-up.requests[0].path", "/").set("warm-up.requests[0].headers[" + name + "]", value);
		assertRefused("The value '" + name + "' of the property 'hotupgrade.warm-up.requests[0].headers' is ");
	}

	@Test
	void warmUpThatLeavesNoTimeForTheStartIsRefused() {
		set("launch.timeout", "30s");
		assertThatNoException().isThrownBy(this::convert);
		set("warm-up.requests[0].path", "/");
		assertRefused("leaves no time for the start: 'hotupgrade.launch.timeout' is 30s");
	}

	@Test
	void learningTakesTimeFromTheStartToo() {
		set("launch.timeout", "30s").set("warm-up.learn.enabled", "true");
		assertRefused("leaves no time for the start: 'hotupgrade.launch.timeout' is 30s");
	}

	@Test
	void nothingIsLearnedByDefault() {
		assertThat(bind().warmUp().learn()).isEqualTo(new Learn(false, 50, List.of()));
	}

	@ParameterizedTest
	@CsvSource({ "0", "201" })
	void limitOfWhatIsLearnedHasBounds(String limit) {
		set("warm-up.learn.limit", limit);
		assertRefused(
				"The value '" + limit + "' of the property 'hotupgrade.warm-up.learn.limit' is not between 1 and 200");
	}

	@Test
	void malformedPatternOfWhatIsNotLearnedIsRefused() {
		set("warm-up.learn.excluded-paths[0]", "/{a");
		assertRefused(
				"The value '/{a' of the property 'hotupgrade.warm-up.learn.excluded-paths' is not a path pattern");
	}

	private WarmUpSettings warmUp() {
		return WarmUpSettingsConverter.convert(bind().warmUp());
	}

	private HotUpgradePropertiesTests set(String property, String value) {
		this.values.put("hotupgrade." + property, value);
		return this;
	}

	private EngineSettings convert() {
		return convert("1.0");
	}

	private EngineSettings convert(String version) {
		return EngineSettingsConverter.convert(bind(), version, "shop");
	}

	private HotUpgradeProperties bind() {
		return new Binder(new MapConfigurationPropertySource(this.values)).bindOrCreate("hotupgrade",
				HotUpgradeProperties.class);
	}

	private void assertRefused(String message) {
		assertThatExceptionOfType(InvalidHotUpgradePropertyException.class).isThrownBy(this::convert)
			.withMessageContaining(message);
	}

}
