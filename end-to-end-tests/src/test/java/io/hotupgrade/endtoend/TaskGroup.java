package io.hotupgrade.endtoend;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;

/**
 * A control group with a limit of processes and threads; see cgroups(7). Skips the test
 * where none can be made.
 */
final class TaskGroup implements AutoCloseable {

	private static final Duration LIMIT = Duration.ofSeconds(10);

	private final Path group;

	private TaskGroup(Path group) {
		this.group = group;
	}

	static TaskGroup create() throws IOException {
		Path legacy = Path.of("/sys/fs/cgroup/pids");
		Path parent = Files.isDirectory(legacy) ? legacy : Path.of("/sys/fs/cgroup");
		Path group = parent.resolve("hotupgrade-tasks-" + ProcessHandle.current().pid());
		try {
			Files.createDirectory(group);
		}
		catch (IOException ex) {
			Assumptions.abort("No control group can be made here: " + ex);
		}
		TaskGroup made = new TaskGroup(group);
		if (!Files.isWritable(made.limitFile())) {
			made.close();
			Assumptions.abort("Control groups cannot limit processes here: no " + made.limitFile());
		}
		return made;
	}

	/** What a shell has to do for what it starts to be in the group. */
	String joining() {
		return "echo $$ >'%s' || exit 1; ".formatted(this.group.resolve("cgroup.procs"));
	}

	/** Leaves room for so many more than there are now. */
	void limit(int room) throws IOException {
		int now = Integer.parseInt(Files.readString(this.group.resolve("pids.current")).strip());
		Files.writeString(limitFile(), Integer.toString(now + room));
	}

	void unlimit() throws IOException {
		Files.writeString(limitFile(), "max");
	}

	private Path limitFile() {
		return this.group.resolve("pids.max");
	}

	/** Once it is empty. */
	@Override
	public void close() {
		Awaitility.await("empty control group").atMost(LIMIT).ignoreExceptions().until(() -> {
			Files.delete(this.group);
			return true;
		});
	}

}
