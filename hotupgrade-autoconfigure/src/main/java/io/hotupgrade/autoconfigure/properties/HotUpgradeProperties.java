package io.hotupgrade.autoconfigure.properties;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.hotupgrade.FarewellSettings.Policy;
import io.hotupgrade.LaunchPreparation;
import io.hotupgrade.LaunchPriority;
import io.hotupgrade.Takeover;
import io.hotupgrade.WarmUpSettings.OnFailure;
import io.hotupgrade.WarmUpSettings.Until;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * What can be configured.
 *
 * @param enabled Whether hot upgrade is enabled.
 * @param version Version that this instance calls itself. By default
 * spring.application.version, or the version in the build information.
 * @param steering Whether the kernel is told which instance gets a new connection.
 * @param shift How new connections are moved to the new instance: "auto" (as fast as it
 * proves to keep up with the old one, within a minute or another time, such as "auto
 * within 30s"), "instant", steps such as "10% for 10s, 50% until continued, 100%", or
 * "linear over 60s".
 * @param guard When the new instance serves requests so badly that it is rolled back.
 * @param probation How long after the switch the old instance stays ready to take new
 * connections back.
 * @param historySize Number of ended upgrades to remember.
 * @param launch How the new instance is launched.
 * @param health When the new instance is healthy enough to take over.
 * @param warmUp How the new instance warms up before it takes over.
 * @param drain How an instance finishes what it has accepted.
 * @param handover How background work passes to the new instance.
 * @param sessions How HTTP sessions come along to the new instance.
 * @param state How other state of the application comes along to the new instance.
 * @param exclusive What cannot exist twice, and what becomes of requests that need it
 * while it passes to the new instance.
 * @param control The channel between the two instances.
 * @param takeover What an instance does at its start about a running one of the same
 * application and port that has not launched it.
 * @param application What tells instances of this application from those of another. By
 * default spring.application.name.
 * @param upgradeOnSighup Whether the signal SIGHUP starts an upgrade in place of ending
 * the instance, as a reload by systemd needs it.
 * @param supervisor What has started this application and may end it.
 * @param page A page that shows upgrades to people.
 * @since 0.1.0
 */
@ConfigurationProperties("hotupgrade")
public record HotUpgradeProperties(@DefaultValue("true") boolean enabled, String version,
		@DefaultValue("auto") Steering steering, @DefaultValue("auto") String shift, @DefaultValue Guard guard,
		@DefaultValue("30s") Duration probation, @DefaultValue("50") int historySize, @DefaultValue Launch launch,
		@DefaultValue Health health, @DefaultValue WarmUp warmUp, @DefaultValue Drain drain,
		@DefaultValue Handover handover, @DefaultValue Sessions sessions, @DefaultValue State state,
		@DefaultValue Exclusive exclusive, @DefaultValue Control control, @DefaultValue("never") Takeover takeover,
		String application, @DefaultValue("false") boolean upgradeOnSighup, @DefaultValue Supervisor supervisor,
		@DefaultValue Page page) {

	/**
	 * A page that shows upgrades to people.
	 *
	 * @param enabled Whether the endpoint has a page for browsers, at its path with
	 * "/page" appended.
	 */
	public record Page(@DefaultValue("false") boolean enabled) {

	}

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
	 * What has started this application and may end it.
	 *
	 * @param check Whether an upgrade is refused where the process that has started this
	 * instance would end the new one together with it.
	 */
	public record Supervisor(@DefaultValue("true") boolean check) {

	}

	/**
	 * When the new instance serves requests so badly that it is rolled back.
	 *
	 * @param enabled Whether the requests of both instances are measured and compared.
	 * @param minimumRequests Number of requests to each instance below which nothing is
	 * decided.
	 * @param errorMargin Percentage points by which the new instance's share of responses
	 * with a status of 500 or above may exceed the old one's.
	 * @param latencyRatio How many times the old instance's 99th percentile of latency
	 * the new one's may be.
	 * @param latencyMargin Difference between the two 99th percentiles that decides
	 * nothing, whatever their ratio.
	 * @param latencyPeriod How long the new instance has to be too slow without a pause.
	 */
	public record Guard(@DefaultValue("true") boolean enabled, @DefaultValue("100") int minimumRequests,
			@DefaultValue("5") double errorMargin, @DefaultValue("3") double latencyRatio,
			@DefaultValue("50ms") Duration latencyMargin, @DefaultValue("5s") Duration latencyPeriod) {

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
	 * @param priority Which instance goes first on a CPU while the new one starts.
	 * @param directory Working directory of the new instance. By default this one's, by
	 * the path with which it was started there, in which a link may have been switched.
	 * @param memory Memory that the new instance is expected to need. An upgrade is
	 * refused if less is free. By default as much as this instance has; 0 switches the
	 * check off.
	 * @param prepare What is done before the launch, for the new instance to start
	 * faster: its jar is extracted, or also its classes are archived in a training run
	 * that refreshes the application's context once.
	 * @param prepareDirectory Directory in which prepared starts are kept. By default
	 * ".hotupgrade" beside the jar.
	 * @param prepareTimeout How long a preparation may take. Then the new instance is
	 * started from its jar.
	 * @param prepareArguments Arguments to add for the application in its training run,
	 * such as a profile.
	 * @param prepareKept Number of prepared starts to keep that no process uses.
	 * @param prepareOwn Whether an instance prepares, once it serves, the start that an
	 * upgrade would do at that moment.
	 */
	public record Launch(@DefaultValue("2m") Duration timeout, @DefaultValue("10s") Duration terminationTimeout,
			String jar, @DefaultValue List<String> command, @DefaultValue List<String> jvmArguments,
			@DefaultValue List<String> applicationArguments, @DefaultValue Map<String, String> environment,
			@DefaultValue List<String> requestableJars, @DefaultValue("low") LaunchPriority priority, Path directory,
			DataSize memory, @DefaultValue("never") LaunchPreparation prepare, Path prepareDirectory,
			@DefaultValue("5m") Duration prepareTimeout, @DefaultValue List<String> prepareArguments,
			@DefaultValue("3") int prepareKept, @DefaultValue("false") boolean prepareOwn) {

	}

	/**
	 * When the new instance is healthy enough to take over.
	 *
	 * @param group Health group that has to be UP. By default "readiness" where that was
	 * asked for or the platform asks for it (Kubernetes, Cloud Foundry), or else the
	 * whole health.
	 * @param timeout How long the new instance's health may take to become UP once the
	 * application is ready, and with traffic how long a single check of it may take.
	 */
	public record Health(String group, @DefaultValue("10s") Duration timeout) {

	}

	/**
	 * How the new instance warms up before it takes over.
	 *
	 * @param requests Requests that the new instance sends to itself, each with a path
	 * and, if wanted, method, headers, body and count.
	 * @param concurrency How many of the requests are under way at once.
	 * @param until Whether a request is sent until its latency has settled, or as often
	 * as its count says. The count is the limit in both cases.
	 * @param settled When the latency of a request has settled.
	 * @param timeout How long the warm-up may take. Then the upgrade goes on.
	 * @param onFailure Whether the upgrade goes on or fails when a request is answered
	 * with an error or not at all, or a WarmUp bean throws an exception.
	 * @param allowUnsafeMethods Whether requests may have other methods than GET and
	 * HEAD.
	 * @param recorded Whether the requests appear in the access log and the metrics.
	 * @param pipeline How what stands in front of the application's handlers is warmed
	 * up.
	 * @param learn What is learned of clients' requests for the warm-up.
	 */
	public record WarmUp(@DefaultValue List<Request> requests, @DefaultValue("1") int concurrency,
			@DefaultValue("settled") Until until, @DefaultValue Settled settled, @DefaultValue("30s") Duration timeout,
			@DefaultValue("continue") OnFailure onFailure, @DefaultValue("false") boolean allowUnsafeMethods,
			@DefaultValue("false") boolean recorded, @DefaultValue Pipeline pipeline, @DefaultValue Learn learn) {

		/**
		 * How what stands in front of the application's handlers is warmed up: by
		 * requests that none of them answers.
		 *
		 * @param enabled Whether what stands in front of the application's handlers is
		 * warmed up, by requests that none of them answers.
		 * @param timeout How long the pipeline is warmed up, but never more than a
		 * quarter of hotupgrade.launch.timeout.
		 */
		public record Pipeline(@DefaultValue("true") boolean enabled, @DefaultValue("8s") Duration timeout) {

		}

		/**
		 * A request that the new instance sends to itself.
		 *
		 * @param method Method of the request.
		 * @param path Path of the request, with the context path and the query if there
		 * are any.
		 * @param headers Headers of the request.
		 * @param body Body of the request.
		 * @param count How often the request is sent at most.
		 */
		public record Request(@DefaultValue("GET") String method, String path,
				@DefaultValue Map<String, String> headers, @DefaultValue("") String body,
				@DefaultValue("5000") int count) {

		}

		/**
		 * When the latency of a request has settled.
		 *
		 * @param window Number of responses over which a median latency is taken. After
		 * five of them without a new lowest median the latency has settled.
		 * @param tolerance How much lower in percent a median has to be than the lowest
		 * before it to count as a new lowest one.
		 */
		public record Settled(@DefaultValue("100") int window, @DefaultValue("5") int tolerance) {

		}

		/**
		 * What is learned of clients' requests for the warm-up.
		 *
		 * @param enabled Whether an instance learns which GET requests clients send most
		 * often, and the next one sends them to itself before it takes over. They must
		 * have no effects.
		 * @param limit How many different requests are passed on at most.
		 * @param excludedPaths Path patterns of the requests that are not learned.
		 */
		public record Learn(@DefaultValue("false") boolean enabled, @DefaultValue("50") int limit,
				@DefaultValue List<String> excludedPaths) {

		}

	}

	/**
	 * How an instance finishes what it has accepted.
	 *
	 * @param timeout How long a drain may take before every connection is closed by
	 * force. 0 closes them at once, a negative value such as -1 means no limit.
	 * @param idleTimeout How long connections without a request are kept during a drain.
	 * @param lingerTimeout How long at most listeners stay open during a drain for
	 * connections that wait to be accepted.
	 * @param websocket When WebSocket sessions are closed during a drain.
	 * @param stream When responses without an end of their own, such as server-sent
	 * events, are ended during a drain.
	 * @param http2 When HTTP/2 clients are told to go elsewhere.
	 * @param ignoredPaths Path patterns of the requests that are not worth waiting for.
	 */
	public record Drain(@DefaultValue("60s") Duration timeout, @DefaultValue("5s") Duration idleTimeout,
			@DefaultValue("5s") Duration lingerTimeout, @DefaultValue Websocket websocket, @DefaultValue Stream stream,
			@DefaultValue Http2 http2, @DefaultValue List<String> ignoredPaths) {

		/**
		 * When WebSocket sessions are closed during a drain.
		 *
		 * @param policy Moment at which a WebSocket session is sent a close frame (1001,
		 * going away).
		 * @param spreadPeriod Period over which the policy "spread" distributes the close
		 * frames.
		 */
		public record Websocket(@DefaultValue("spread") Policy policy, @DefaultValue("10s") Duration spreadPeriod) {

		}

		/**
		 * When responses without an end of their own are ended during a drain.
		 *
		 * @param policy Moment at which the application is asked to end such a response.
		 * @param spreadPeriod Period over which the policy "spread" distributes the
		 * requests to end.
		 */
		public record Stream(@DefaultValue("deadline") Policy policy, @DefaultValue("10s") Duration spreadPeriod) {

		}

		/**
		 * When HTTP/2 clients are told to go elsewhere.
		 *
		 * @param patience How long a client that is never without a request is left
		 * alone, but at most half of the drain's timeout. All others are told in a moment
		 * without a request.
		 */
		public record Http2(@DefaultValue("30s") Duration patience) {

		}

	}

	/**
	 * How background work passes to the new instance: scheduled methods and listeners to
	 * messages.
	 *
	 * @param backgroundWork Whether both instances do background work while they both
	 * run.
	 * @param beans Names or types of lifecycle beans that take in work, besides the
	 * message listener containers that are known.
	 * @param excludedBeans Names or types of beans that have to go on until requests are
	 * finished. For scheduled methods, the type that declares them.
	 * @param stopTimeout How long background work may take to stop before the new
	 * instance begins without waiting for it.
	 */
	public record Handover(@DefaultValue("overlap") BackgroundWorkPolicy backgroundWork,
			@DefaultValue List<String> beans, @DefaultValue List<String> excludedBeans,
			@DefaultValue("30s") Duration stopTimeout) {

	}

	/**
	 * Which of two instances does background work.
	 */
	public enum BackgroundWorkPolicy {

		/** Both: the old one until it begins to drain, the new one from its start. */
		OVERLAP,

		/**
		 * One at a time: the old one until the switch, the new one when the old one has
		 * stopped.
		 */
		HAND_OVER

	}

	/**
	 * What cannot exist twice, such as a file that is locked or a fixed port. Beans of
	 * type ExclusiveResource are found without being named.
	 *
	 * @param beans Names or types of beans that have something that cannot exist twice:
	 * data sources of HikariCP, and lifecycle beans.
	 * @param requests What becomes of requests while the old instance has let go of it
	 * and the new one has not taken over.
	 * @param excludedPaths Patterns of paths whose requests do not need it. Those of the
	 * actuator never do.
	 * @param quiesceTimeout How long requests under way may take to end, and it to be
	 * released. If they take longer, the upgrade fails.
	 * @param maxPause How long requests may wait until the new instance has taken over.
	 * If it takes longer, the upgrade fails.
	 */
	public record Exclusive(@DefaultValue List<String> beans, @DefaultValue("hold") ExclusiveRequests requests,
			@DefaultValue List<String> excludedPaths, @DefaultValue("5s") Duration quiesceTimeout,
			@DefaultValue("20s") Duration maxPause) {

	}

	/**
	 * What becomes of requests that need what no instance has at the moment.
	 */
	public enum ExclusiveRequests {

		/** They wait. */
		HOLD,

		/** They are answered with status 503 and a Retry-After header. */
		REFUSE,

		/** They are served by the instance that gets them, at all times. */
		PASS

	}

	/**
	 * How HTTP sessions come along to the new instance.
	 *
	 * @param enabled Whether both instances share the HTTP sessions that are kept in
	 * memory, and the new one keeps them.
	 * @param maxSize Size of a serialized session beyond which it stays with the instance
	 * that has it, and ends with that.
	 * @param timeout How long an instance that leaves may take to give its sessions away.
	 */
	public record Sessions(@DefaultValue("false") boolean enabled, @DefaultValue("1MB") DataSize maxSize,
			@DefaultValue("10s") Duration timeout) {

	}

	/**
	 * How state of the application, of beans of type StateHandover, comes along to the
	 * new instance.
	 *
	 * @param maxSize Size of one state beyond which it does not come along.
	 * @param timeout How long the states of one moment may take to come along.
	 * @param caches Names of the caches of Spring whose entries are copied to the new
	 * instance, so that it starts warm; "*" for all.
	 */
	public record State(@DefaultValue("64MB") DataSize maxSize, @DefaultValue("10s") Duration timeout,
			@DefaultValue List<String> caches) {

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
