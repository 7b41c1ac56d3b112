package io.hotupgrade.internal.supervision;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import io.hotupgrade.RefusalReason;

/**
 * Finds whoever knows this application by its first process, and would end its successor,
 * start the application once more or lose sight of it when this process exits. What
 * cannot be seen is taken for dangerous. Thread-safe.
 */
public final class Supervision {

	private static final Set<String> SUPERVISORS = Set.of("supervisord", "runsv", "s6-supervise", "supervise");

	private static final long INIT = 1;

	private static final String ANYWAY = ". If you know that the successor outlives this instance, set "
			+ "hotupgrade.supervisor.check=false";

	private final ProcessTable processes;

	private final long pid;

	private final Map<String, String> environment;

	private final UnitProperties systemd;

	private final Optional<Keeper> keeper;

	/**
	 * Creates it.
	 * @param proc where proc(5) is mounted
	 * @param pid the process id of this process
	 * @param environment its environment
	 * @param systemd answers for systemd
	 * @param keeper the keeper that has started the first generation
	 */
	Supervision(Path proc, long pid, Map<String, String> environment, UnitProperties systemd, Optional<Keeper> keeper) {
		this.processes = new ProcessTable(proc);
		this.pid = pid;
		this.environment = environment;
		this.systemd = systemd;
		this.keeper = keeper;
	}

	/**
	 * Of this process.
	 * @param keeper the keeper that has started the first generation
	 * @return its supervision
	 */
	public static Supervision ofThisProcess(Optional<Keeper> keeper) {
		return new Supervision(Path.of("/proc"), ProcessHandle.current().pid(), System.getenv(), new Systemctl(),
				keeper);
	}

	/**
	 * Whether a successor would not outlive this process. Reads some files, and in a
	 * systemd service that gets no notifications asks systemd, for two seconds at most.
	 * @return why; empty if it would, or if this is not Linux
	 */
	public Optional<Danger> danger() {
		if (!this.environment.getOrDefault(Keeper.VARIABLE, "").isEmpty()) {
			return this.keeper.filter(Keeper::isRunning).isPresent() ? Optional.empty() : Optional.of(withoutKeeper());
		}
		return this.processes.find(this.pid).flatMap(this::danger);
	}

	private Optional<Danger> danger(ProcessEntry self) {
		List<ProcessEntry> ancestors = this.processes.ancestors(self);
		if (this.pid == INIT) {
			return Optional.of(container("This instance is process 1 of its container, which ends with it"));
		}
		Optional<SystemdService> service = SystemdService.of(this.processes.controlGroup(), this.environment);
		if (service.isPresent()) {
			return service.get().danger(family(ancestors), this.environment, this.systemd);
		}
		return supervisor(ancestors).or(() -> init(ancestors)).or(() -> terminal(self, ancestors));
	}

	/** This process, and those above it that end with it. */
	private Set<Long> family(List<ProcessEntry> ancestors) {
		Set<Long> family = new HashSet<>(Set.of(this.pid));
		ancestors.stream().takeWhile(ProcessEntry::endsWithItsChild).map(ProcessEntry::pid).forEach(family::add);
		return family;
	}

	/**
	 * Not one further up: where the machine's first process is such a supervisor, it is
	 * an ancestor of every shell.
	 */
	private static Optional<Danger> supervisor(List<ProcessEntry> ancestors) {
		return ancestors.stream()
			.dropWhile((ancestor) -> ancestor.endsWithItsChild() && !ancestor.isOneOf(SUPERVISORS))
			.findFirst()
			.filter((ancestor) -> ancestor.isOneOf(SUPERVISORS))
			.map((supervisor) -> new Danger(RefusalReason.SUPERVISOR,
					("%s knows this application by its first process: it would start the application once more, and "
							+ "not end its successor when told to. Let it start the keeper, which is a script that "
							+ "outlives each instance, as in 'hotupgrade-keeper java -jar app.jar'")
						.formatted(supervisor) + ANYWAY));
	}

	private Optional<Danger> init(List<ProcessEntry> ancestors) {
		if (this.processes.find(INIT).isEmpty()) {
			return Optional.of(container("Process 1 cannot be seen from here (hidepid), and it may end the container "
					+ "together with this instance"));
		}
		return ancestors.stream()
			.dropWhile((ancestor) -> ancestor.endsWithItsChild() && ancestor.pid() != INIT)
			.limit(1)
			.filter((first) -> first.pid() == INIT)
			.filter((init) -> init.isShell() || init.isOneChildInit() || init.isJvm())
			.findFirst()
			.map((init) -> container("Process 1 is %s, which ends the container together with what it has started"
				.formatted(init.name())));
	}

	/**
	 * When the leader of a session ends, the kernel sends SIGHUP to what runs in the
	 * foreground of its terminal: see {@code setpgid(2)} and credentials(7).
	 */
	private static Optional<Danger> terminal(ProcessEntry self, List<ProcessEntry> ancestors) {
		return Stream.concat(Stream.of(self), ancestors.stream())
			.filter((process) -> process.pid() == self.session() && process.hasTerminal())
			.filter((leader) -> leader.pid() == self.pid() || leader.endsWithItsChild() && !leader.isInteractiveShell())
			.findFirst()
			.map((leader) -> new Danger(RefusalReason.TERMINAL,
					("%s leads the session of a terminal and ends with this instance; the kernel then ends the "
							+ "successor. Start the application with 'setsid java -jar app.jar', or with the keeper, as "
							+ "in 'hotupgrade-keeper java -jar app.jar'")
						.formatted((leader.pid() == self.pid()) ? "This instance" : leader) + ANYWAY));
	}

	private static Danger container(String message) {
		return new Danger(RefusalReason.CONTAINER_INIT, message
				+ ". Make the keeper, which is a script that outlives each instance, the container's first process, as "
				+ "in 'ENTRYPOINT [\"hotupgrade-keeper\", \"java\", \"-jar\", \"app.jar\"]'" + ANYWAY);
	}

	private Danger withoutKeeper() {
		return new Danger(RefusalReason.KEEPER_GONE,
				("The keeper that has started this application is gone, or its directory %s is, so nothing would "
						+ "outlive this instance. Restart the application with its keeper")
					.formatted(this.environment.get(Keeper.VARIABLE)) + ANYWAY);
	}

}
