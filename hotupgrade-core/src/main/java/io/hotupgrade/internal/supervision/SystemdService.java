package io.hotupgrade.internal.supervision;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import io.hotupgrade.RefusalReason;
import org.jspecify.annotations.Nullable;

/**
 * The systemd service that this process belongs to. See systemd.exec(5) for the
 * variables, systemd.service(5) for the settings.
 *
 * @param unit the unit's name
 * @param ofUser whether it is one of the user's own service manager
 */
record SystemdService(String unit, boolean ofUser) {

	/** Where the service may send notifications, and so name its main process. */
	private static final String NOTIFY_SOCKET = "NOTIFY_SOCKET";

	/** Of everything that systemd has started. */
	private static final String INVOCATION_ID = "INVOCATION_ID";

	/** The first process of the service, from systemd 248 on. */
	private static final String EXEC_PID = "SYSTEMD_EXEC_PID";

	private static final String SUFFIX = ".service";

	private static final String UNKNOWN = "systemd knows %s by its main process, which is this one, and would end the "
			+ "successor with it";

	private static final String LET_IT_BE_TOLD = "Write Type=notify into the [Service] section of the unit, so that it "
			+ "can be told of the new main process, or, with systemd 250 or newer, ExitType=cgroup";

	private static final String UNHEARD = "systemd knows %s by its main process, which has started this one, and would "
			+ "end the successor with it, as it does not listen to this one";

	private static final String LET_IT_LISTEN = "Write NotifyAccess=all into the [Service] section of the unit, or let "
			+ "the script of ExecStart= end with 'exec java ...'";

	private static final String UNAWAITED = "After an upgrade, 'systemctl stop %s' will kill the new instance with all "
			+ "that it is answering, because systemd does not wait for a main process that it has not started itself. "
			+ "Write into the [Service] section of the unit: ExecStop=-/bin/sh -c 'kill $MAINPID && exec tail "
			+ "--pid=$MAINPID -s 0.2 -f /dev/null'";

	/**
	 * Finds the service.
	 * @param controlGroup the control group of this process
	 * @param environment its environment
	 * @return the service; empty if it belongs to none, as in a shell
	 */
	static Optional<SystemdService> of(String controlGroup, Map<String, String> environment) {
		if (!environment.containsKey(INVOCATION_ID)) {
			return Optional.empty();
		}
		return List.of(controlGroup.split("/"))
			.stream()
			.filter((name) -> name.endsWith(SUFFIX) && !name.startsWith("user@"))
			.reduce((first, second) -> second)
			.map((name) -> new SystemdService(name, controlGroup.contains("/user@")));
	}

	/**
	 * Whether systemd would end the successor.
	 * @param pid this process
	 * @param family this process and those that end with it
	 * @param environment its environment
	 * @param manager answers for systemd
	 * @return why; empty if not
	 */
	Optional<Danger> danger(long pid, Set<Long> family, Map<String, String> environment, UnitProperties manager) {
		boolean notifies = environment.containsKey(NOTIFY_SOCKET);
		if (notifies && family.size() == 1) {
			return Optional.empty();
		}
		Optional<Map<String, String>> properties = manager.of(this.unit, this.ofUser);
		if (notifies) {
			// What comes from the child of a script is only heard with NotifyAccess=all.
			boolean heard = properties.map((known) -> isHeard(pid, known)).orElse(true);
			return heard ? Optional.empty() : Optional.of(danger(UNHEARD, LET_IT_LISTEN));
		}
		boolean ends = properties.map((known) -> endsWith(family, known))
			.orElseGet(() -> mayEndWith(family, environment));
		return ends ? Optional.of(danger(UNKNOWN, LET_IT_BE_TOLD)) : Optional.empty();
	}

	/**
	 * What the unit lacks for a stop that is no kill.
	 * @param environment the environment of this process
	 * @param manager answers for systemd
	 * @return what to do; empty if nothing, or if systemd cannot be asked
	 */
	Optional<String> advice(Map<String, String> environment, UnitProperties manager) {
		if (!environment.containsKey(NOTIFY_SOCKET)) {
			return Optional.empty();
		}
		return manager.of(this.unit, this.ofUser)
			.filter((known) -> known.getOrDefault("ExecStop", "").isEmpty())
			.map((known) -> UNAWAITED.formatted(this.unit));
	}

	private static boolean isHeard(long pid, Map<String, String> properties) {
		return properties.getOrDefault("NotifyAccess", "all").equals("all")
				|| properties.getOrDefault("ExitType", "main").equals("cgroup")
				|| number(properties.get("MainPID")) == pid;
	}

	private static boolean endsWith(Set<Long> family, Map<String, String> properties) {
		return !properties.getOrDefault("ExitType", "main").equals("cgroup")
				&& family.contains(number(properties.get("MainPID")));
	}

	/** Without the answer, the first process is taken for the main one. */
	private static boolean mayEndWith(Set<Long> family, Map<String, String> environment) {
		return !environment.containsKey(EXEC_PID) || family.contains(number(environment.get(EXEC_PID)));
	}

	private static long number(@Nullable String text) {
		try {
			return Long.parseLong(text);
		}
		catch (NumberFormatException ex) {
			return 0;
		}
	}

	private Danger danger(String problem, String remedy) {
		return new Danger(RefusalReason.SYSTEMD_MAIN_PROCESS, problem.formatted(this.unit),
				remedy + "; then run 'systemctl daemon-reload' and restart the service");
	}

}
