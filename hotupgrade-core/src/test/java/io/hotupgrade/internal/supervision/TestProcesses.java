package io.hotupgrade.internal.supervision;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A file system like proc(5), with an application as process 4711, and what the
 * application may know besides.
 */
final class TestProcesses {

	static final long SELF = 4711;

	private final Path proc;

	private final Map<String, String> environment = new HashMap<>();

	private Optional<Map<String, String>> unit = Optional.empty();

	private String asked = "";

	private long self = SELF;

	private boolean launched;

	TestProcesses(Path proc) throws IOException {
		this.proc = proc;
		Files.createDirectories(proc.resolve("self"));
		controlGroup("/user.slice/user-1000.slice/session-1.scope");
	}

	TestProcesses add(long pid, long parent, String name, String... command) throws IOException {
		return add(pid, parent, 1, 0, name, command);
	}

	TestProcesses add(long pid, long parent, long session, int terminal, String name, String... command)
			throws IOException {
		Path directory = Files.createDirectories(this.proc.resolve(Long.toString(pid)));
		Files.writeString(directory.resolve("stat"),
				"%d (%s) S %d %d %d %d -1 4194560 0 0 0 0 0 0 0 0 20 0 1 0 %d 0 0\n".formatted(pid, name, parent, pid,
						session, terminal, 1000 + pid));
		Files.writeString(directory.resolve("cmdline"), (command.length > 0) ? String.join("\0", command) + "\0" : "");
		return this;
	}

	TestProcesses application(long parent) throws IOException {
		return add(SELF, parent, "java", "java", "-jar", "app.jar");
	}

	TestProcesses self(long pid) {
		this.self = pid;
		return this;
	}

	TestProcesses launched() {
		this.launched = true;
		return this;
	}

	TestProcesses controlGroup(String path) throws IOException {
		Files.writeString(this.proc.resolve("self/cgroup"), "0::" + path + "\n");
		return this;
	}

	TestProcesses variable(String name, String value) {
		this.environment.put(name, value);
		return this;
	}

	TestProcesses unit(long mainPid, String exitType) {
		return unit(mainPid, exitType, "none");
	}

	TestProcesses unit(long mainPid, String exitType, String notifyAccess) {
		this.unit = Optional
			.of(Map.of("MainPID", Long.toString(mainPid), "ExitType", exitType, "NotifyAccess", notifyAccess));
		return this;
	}

	TestProcesses unitThatStopsBy(String command) {
		this.unit = Optional.of(command.isEmpty() ? Map.of() : Map.of("ExecStop", command));
		return this;
	}

	Optional<Keeper> joinKeeper() {
		return Keeper.join(this.environment, this.proc, this.self, this.launched);
	}

	Optional<Danger> danger() {
		return danger(Optional.empty());
	}

	Optional<Danger> danger(Optional<Keeper> keeper) {
		return supervision(keeper).danger();
	}

	Supervision supervision(Optional<Keeper> keeper) {
		return new Supervision(this.proc, this.self, this.environment, (name, ofUser) -> {
			this.asked = (ofUser ? "user's " : "") + name;
			return this.unit;
		}, keeper, this.launched);
	}

	String asked() {
		return this.asked;
	}

}
