package io.hotupgrade.internal.supervision;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

import io.hotupgrade.RefusalReason;

/**
 * Finds whoever knows this application by its first process, and would end its successor,
 * start the application once more or lose sight of it when this process exits. What
 * cannot be seen is taken for dangerous. Thread-safe.
 * <p>
 * A process that a predecessor has launched has outlived that one, or is about to, so its
 * ancestors tell nothing any more: it is adopted by process 1 or some other process,
 * whose children they seem to be then.
 */
public final class Supervision {

	private static final Set<String> SUPERVISORS = Set.of("supervisord", "runsv", "s6-supervise", "supervise",
			"supervise-daemon", "perpd", "circusd");

	/**
	 * They start a container's first process from outside, where that is not process 1,
	 * as its process ids are the machine's. Cut as the kernel does.
	 */
	private static final Set<String> CONTAINER_RUNTIMES = Set.of("containerd-shim", "conmon");

	/** The first process where all containers of a pod share their process ids. */
	private static final String POD_INIT = "pause";

	private static final long INIT = 1;

	private static final String ANYWAY = ". If you know that the successor outlives this instance, set "
			+ "hotupgrade.supervisor.check=false";

	private final ProcessTable processes;

	private final long pid;

	private final Map<String, String> environment;

	private final UnitProperties systemd;

	private final Optional<Keeper> keeper;

	private final boolean launched;

	/** Nothing but systemd takes time to answer. */
	private final AtomicReference<Optional<Map<String, String>>> lastAnswer = new AtomicReference<>();

	/**
	 * Creates it.
	 * @param proc where proc(5) is mounted
	 * @param pid the process id of this process
	 * @param environment its environment
	 * @param systemd answers for systemd
	 * @param keeper the keeper that has started the first generation
	 * @param launched whether this process was launched by a predecessor
	 */
	Supervision(Path proc, long pid, Map<String, String> environment, UnitProperties systemd, Optional<Keeper> keeper,
			boolean launched) {
		this.processes = new ProcessTable(proc);
		this.pid = pid;
		this.environment = environment;
		this.systemd = systemd;
		this.keeper = keeper;
		this.launched = launched;
	}

	/**
	 * Of this process.
	 * @param keeper the keeper that has started the first generation
	 * @param launched whether this process was launched by a predecessor
	 * @return its supervision
	 */
	public static Supervision ofThisProcess(Optional<Keeper> keeper, boolean launched) {
		return new Supervision(Path.of("/proc"), ProcessHandle.current().pid(), System.getenv(), new Systemctl(),
				keeper, launched);
	}

	/**
	 * Whether a successor would not outlive this process. Reads some files, and in a
	 * systemd service that gets no notifications asks systemd, for two seconds at most.
	 * @return why; empty if it would, or if this is not Linux
	 */
	public Optional<Danger> danger() {
		return danger((unit, ofUser) -> {
			Optional<Map<String, String>> answer = this.systemd.of(unit, ofUser);
			this.lastAnswer.set(answer);
			return answer;
		});
	}

	/**
	 * As {@link #danger()}, but with what systemd has answered before, if it was asked.
	 * @return why; empty if it would, or if this is not Linux
	 */
	public Optional<Danger> dangerByLastAnswer() {
		Optional<Map<String, String>> last = this.lastAnswer.get();
		return (last != null) ? danger((unit, ofUser) -> last) : danger();
	}

	/**
	 * What would have to be changed so that all goes well after an upgrade, too. Asks
	 * systemd in a service that gets notifications, for two seconds at most.
	 * @return what to do; empty if nothing, or if that is not known
	 */
	public Optional<String> advice() {
		if (this.keeper.isPresent()) {
			return Optional.empty();
		}
		return SystemdService.of(this.processes.controlGroup(), this.environment)
			.flatMap((service) -> service.advice(this.environment, this.systemd));
	}

	private Optional<Danger> danger(UnitProperties manager) {
		if (this.keeper.isPresent()) {
			return this.keeper.get().isRunning() ? Optional.empty() : Optional.of(withoutKeeper());
		}
		Optional<ProcessEntry> self = this.processes.find(this.pid);
		if (self.filter((process) -> Keeper.isMeant(this.environment, this.processes, process, this.launched))
			.isPresent()) {
			return Optional.of(withoutKeeper());
		}
		return self.flatMap((process) -> danger(process, manager));
	}

	private Optional<Danger> danger(ProcessEntry self, UnitProperties manager) {
		if (this.pid == INIT) {
			return Optional.of(container("This instance is process 1 of its container, which ends with it"));
		}
		List<ProcessEntry> ancestors = this.processes.ancestors(self);
		Optional<Danger> parent = this.launched ? Optional.empty() : supervisor(ancestors);
		return parent.or(() -> {
			Optional<SystemdService> service = SystemdService.of(this.processes.controlGroup(), this.environment);
			if (service.isPresent()) {
				return service.get().danger(this.pid, family(ancestors), this.environment, manager);
			}
			return this.launched ? Optional.empty() : init(self, ancestors);
		}).or(() -> terminal(self, this.launched ? List.of() : ancestors));
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
							+ "not end its successor when told to")
						.formatted(supervisor),
					"Let it start the keeper, which is a script that outlives each instance, as in "
							+ "'hotupgrade-keeper java -jar app.jar'" + ANYWAY));
	}

	private Optional<Danger> init(ProcessEntry self, List<ProcessEntry> ancestors) {
		Optional<ProcessEntry> init = this.processes.find(INIT);
		Optional<ProcessEntry> first = ancestors.stream()
			.dropWhile((ancestor) -> ancestor.endsWithItsChild() && ancestor.pid() != INIT)
			.findFirst();
		if (first.isEmpty()) {
			return init.isPresent() ? startedFromOutside(self, ancestors, init.get()) : Optional.of(container(
					"Process 1 cannot be seen from here (hidepid), and it may end the container together with this "
							+ "instance"));
		}
		ProcessEntry parent = first.get();
		boolean ends = parent.pid() == INIT && (parent.isShell() || parent.isOneChildInit() || parent.isJvm());
		if (ends || parent.isOneOf(CONTAINER_RUNTIMES)) {
			return Optional.of(container("%s is %s, which ends the container together with what it has started"
				.formatted((parent.pid() == INIT) ? "Process 1" : "The parent", parent.name())));
		}
		return Optional.empty();
	}

	/**
	 * By the container's runtime, as its first process, or later, as a shell of somebody
	 * who looks into it.
	 */
	private static Optional<Danger> startedFromOutside(ProcessEntry self, List<ProcessEntry> ancestors,
			ProcessEntry init) {
		ProcessEntry outermost = ancestors.isEmpty() ? self : ancestors.get(ancestors.size() - 1);
		return (outermost.parent() == 0 && init.isOneOf(Set.of(POD_INIT))) ? Optional.of(container(
				"%s is the first process of its container in a pod that shares process ids; ".formatted(outermost)
						+ "the container ends with it"))
				: Optional.empty();
	}

	/**
	 * When the leader of a session ends, the kernel sends SIGHUP to what runs in the
	 * foreground of its terminal: see {@code setpgid(2)} and credentials(7).
	 */
	private static Optional<Danger> terminal(ProcessEntry self, List<ProcessEntry> ancestors) {
		return Stream.concat(Stream.of(self), ancestors.stream())
			.filter((process) -> process.pid() == self.session() && process.hasTerminal())
			.filter((leader) -> leader.pid() == self.pid() || leader.endsWithItsChild())
			.findFirst()
			.map((leader) -> new Danger(RefusalReason.TERMINAL,
					("%s leads the session of a terminal and ends with this instance; the kernel then ends the "
							+ "successor")
						.formatted((leader.pid() == self.pid()) ? "This instance" : leader),
					"Start the application with 'setsid java -jar app.jar', or with the keeper, as in "
							+ "'hotupgrade-keeper java -jar app.jar'" + ANYWAY));
	}

	private static Danger container(String problem) {
		return new Danger(RefusalReason.CONTAINER_INIT, problem,
				"Make the keeper, which is a script that outlives each instance, the container's first process, as "
						+ "in 'ENTRYPOINT [\"hotupgrade-keeper\", \"java\", \"-jar\", \"app.jar\"]'" + ANYWAY);
	}

	private Danger withoutKeeper() {
		return new Danger(RefusalReason.KEEPER_GONE,
				("The keeper that has started this application is gone, or its directory %s is, so nothing would "
						+ "outlive this instance")
					.formatted(this.environment.get(Keeper.VARIABLE)),
				"Restart the application with its keeper" + ANYWAY);
	}

}
