package io.hotupgrade.autoconfigure;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

import io.hotupgrade.Takeover;

/**
 * What can be configured.
 *
 * @param enabled Whether hot upgrade is enabled.
 * @param version Version that this instance calls itself. By default
 * spring.application.version, or the version in the build information.
 * @param steering Whether the kernel is told which instance gets a new connection.
 * @param probation How long after the switch the old instance stays ready to take new
 * connections back.
 * @param historySize Number of ended upgrades to remember.
 * @param launch How the new instance is launched.
 * @param health When the new instance is healthy enough to take over.
 * @param drain How an instance finishes what it has accepted.
 * @param control The channel between the two instances.
 * @param takeover What an instance does at its start about a running one of the same
 * application and port that has not launched it.
 * @param application What tells instances of this application from those of another. By
 * default spring.application.name.
 */
@ConfigurationProperties("hotupgrade")
public record HotUpgradeProperties(@DefaultValue("true") boolean enabled, String version,
		@DefaultValue("auto") Steering steering, @DefaultValue("30s") Duration probation,
		@DefaultValue("50") int historySize, @DefaultValue Launch launch, @DefaultValue Health health,
		@DefaultValue Drain drain, @DefaultValue Control control, @DefaultValue("never") Takeover takeover,
		String application) {

	/**
	 * Whether new connections are steered.
	 */
	public enum Steering {

		/** Steer where the kernel can. */
		AUTO,

		/** Leave it to the kernel's own hash over both instances. */
		NONE

	}

	/**
	 * How the new instance is launched.
	 *
	 * @param timeout How long the new instance may take from its launch until it is
	 * ready.
	 * @param terminationTimeout How long a failed new instance may take to stop before it
	 * is killed.
	 * @param jar Path or glob pattern of the jar to launch in place of the one on the
	 * command line. Of several matches the newest is taken.
	 * @param command Whole command to launch in place of this instance's own.
	 * @param jvmArguments Arguments to add for the new instance's JVM.
	 * @param applicationArguments Arguments to add for the new instance's application.
	 * @param environment Environment variables to set for the new instance, beside those
	 * inherited.
	 * @param requestableJars Absolute paths or glob patterns of the jars that a request
	 * may name. By default a request may not name any.
	 */
	public record Launch(@DefaultValue("2m") Duration timeout, @DefaultValue("10s") Duration terminationTimeout,
			String jar, @DefaultValue List<String> command, @DefaultValue List<String> jvmArguments,
			@DefaultValue List<String> applicationArguments, @DefaultValue Map<String, String> environment,
			@DefaultValue List<String> requestableJars) {

	}

	/**
	 * When the new instance is healthy enough to take over.
	 *
	 * @param group Health group that has to be UP. By default "readiness" where that
	 * exists, or else the whole health.
	 * @param timeout How long the new instance's health may take to become UP once the
	 * application is ready.
	 */
	public record Health(String group, @DefaultValue("10s") Duration timeout) {

	}

	/**
	 * How an instance finishes what it has accepted.
	 *
	 * @param timeout How long a drain may take before every connection is closed by
	 * force.
	 * @param idleTimeout How long connections without a request are kept during a drain.
	 * @param lingerTimeout How long at most listeners stay open during a drain for
	 * connections that wait to be accepted.
	 */
	public record Drain(@DefaultValue("60s") Duration timeout, @DefaultValue("5s") Duration idleTimeout,
			@DefaultValue("5s") Duration lingerTimeout) {

	}

	/**
	 * The channel between the two instances.
	 *
	 * @param directory Directory for the control socket. By default one of this user's in
	 * the system's temporary directory.
	 * @param heartbeatTimeout How long the other instance may be silent before it is
	 * taken to hang.
	 */
	public record Control(Path directory, @DefaultValue("10s") Duration heartbeatTimeout) {

	}

}
