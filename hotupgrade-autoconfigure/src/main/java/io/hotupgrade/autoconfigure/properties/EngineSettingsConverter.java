package io.hotupgrade.autoconfigure.properties;

import java.nio.file.Path;
import java.util.Optional;

import io.hotupgrade.ControlSettings;
import io.hotupgrade.DrainSettings;
import io.hotupgrade.EngineSettings;
import io.hotupgrade.FarewellSettings;
import io.hotupgrade.GuardSettings;
import io.hotupgrade.LaunchSettings;
import io.hotupgrade.PrepareSettings;
import io.hotupgrade.ShiftPlan;
import io.hotupgrade.ShiftSettings;
import io.hotupgrade.exclusive.ExclusiveSettings;
import io.hotupgrade.sessions.SharingSettings;
import io.hotupgrade.state.StateLimits;
import org.springframework.util.StringUtils;
import org.springframework.util.unit.DataSize;

/**
 * Makes the engine's settings of what is configured.
 *
 * @since 0.1.0
 */
public final class EngineSettingsConverter {

	private EngineSettingsConverter() {
	}

	/**
	 * Checks and converts.
	 * @param properties what is configured
	 * @param version the application's version, or an empty string
	 * @param application the application's name, or an empty string
	 * @return the settings
	 * @throws InvalidHotUpgradePropertyException if a value cannot work
	 */
	public static EngineSettings convert(HotUpgradeProperties properties, String version, String application) {
		new PropertyChecks(properties, version, application).run();
		HotUpgradeProperties.Launch launch = properties.launch();
		boolean steering = properties.steering() == HotUpgradeProperties.Steering.AUTO;
		return new EngineSettings(version, launch.timeout(), launch.terminationTimeout(), properties.probation(),
				drainSettings(properties.drain()), launchSettings(launch), controlSettings(properties, application),
				steering, shiftSettings(properties), properties.historySize(), properties.supervisor().check());
	}

	/**
	 * Converts how sessions are shared, which has been checked with the rest.
	 * @param sessions what is configured
	 * @return the settings
	 */
	public static SharingSettings sharing(HotUpgradeProperties.Sessions sessions) {
		return new SharingSettings(sessions.maxSize().toBytes(), sessions.timeout());
	}

	/**
	 * Converts how state comes along, which has been checked with the rest.
	 * @param state what is configured
	 * @return the settings
	 */
	public static StateLimits state(HotUpgradeProperties.State state) {
		return new StateLimits(state.maxSize().toBytes(), state.timeout());
	}

	/**
	 * Converts how long requests may wait for what cannot exist twice, which has been
	 * checked with the rest.
	 * @param exclusive what is configured
	 * @return the settings
	 */
	public static ExclusiveSettings exclusive(HotUpgradeProperties.Exclusive exclusive) {
		return new ExclusiveSettings(exclusive.quiesceTimeout(), exclusive.maxPause());
	}

	private static DrainSettings drainSettings(HotUpgradeProperties.Drain drain) {
		return new DrainSettings(drain.timeout(), drain.idleTimeout(), drain.lingerTimeout(),
				new FarewellSettings(drain.websocket().policy(), drain.websocket().spreadPeriod()),
				new FarewellSettings(drain.stream().policy(), drain.stream().spreadPeriod()), drain.http2().patience());
	}

	private static ShiftSettings shiftSettings(HotUpgradeProperties properties) {
		HotUpgradeProperties.Guard guard = properties.guard();
		return new ShiftSettings(ShiftPlan.parse(properties.shift()),
				new GuardSettings(guard.enabled(), guard.minimumRequests(), guard.errorMargin(), guard.latencyRatio(),
						guard.latencyMargin(), guard.latencyPeriod()));
	}

	private static LaunchSettings launchSettings(HotUpgradeProperties.Launch launch) {
		return new LaunchSettings(Optional.ofNullable(launch.jar()).filter(StringUtils::hasText), launch.command(),
				launch.jvmArguments(), launch.applicationArguments(), launch.environment(), launch.requestableJars(),
				launch.priority(), Optional.ofNullable(launch.directory()),
				Optional.ofNullable(launch.memory()).map(DataSize::toBytes), prepareSettings(launch));
	}

	private static PrepareSettings prepareSettings(HotUpgradeProperties.Launch launch) {
		return new PrepareSettings(launch.prepare(), Optional.ofNullable(launch.prepareDirectory()),
				launch.prepareTimeout(), launch.prepareArguments(), launch.prepareKept(), launch.prepareOwn());
	}

	private static ControlSettings controlSettings(HotUpgradeProperties properties, String application) {
		Optional<Path> directory = Optional.ofNullable(properties.control().directory()).map(Path::toAbsolutePath);
		return new ControlSettings(directory, properties.control().heartbeatTimeout(), properties.takeover(),
				application);
	}

}
