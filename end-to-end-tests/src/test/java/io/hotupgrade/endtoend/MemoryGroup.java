package io.hotupgrade.endtoend;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;

/**
 * A control group with a limit of memory; see cgroups(7). Skips the test where none can
 * be made.
 */
final class MemoryGroup implements AutoCloseable {

	private static final Duration LIMIT = Duration.ofSeconds(10);

	private final Path group;

	private final boolean unified;

	private MemoryGroup(Path group, boolean unified) {
		this.group = group;
		this.unified = unified;
	}

	static MemoryGroup create() throws IOException {
		Path legacy = Path.of("/sys/fs/cgroup/memory");
		boolean unified = !Files.isDirectory(legacy);
		Path parent = unified ? Path.of("/sys/fs/cgroup") : legacy;
		Path group = parent.resolve("hotupgrade-" + ProcessHandle.current().pid());
		try {
			Files.createDirectory(group);
		}
		catch (IOException ex) {
			Assumptions.abort("No control group can be made here: " + ex);
		}
		MemoryGroup made = new MemoryGroup(group, unified);
		if (!Files.isWritable(made.limitFile())) {
			made.close();
			Assumptions.abort("Control groups cannot limit memory here: no " + made.limitFile());
		}
		return made;
	}

	/** What a shell has to do for what it starts to be in the group. */
	String joining() {
		return "echo $$ >'%s' || exit 1; ".formatted(this.group.resolve("cgroup.procs"));
	}

	/**
	 * Leaves this much room beside what is used and is no cache, and none in the swap.
	 */
	void limit(long room) throws IOException {
		Path noSwap = this.group.resolve(this.unified ? "memory.swap.max" : "memory.swappiness");
		if (Files.exists(noSwap)) {
			Files.writeString(noSwap, "0");
		}
		long used = number(this.group.resolve(this.unified ? "memory.current" : "memory.usage_in_bytes"));
		Files.writeString(limitFile(), Long.toString(used - cache() + room));
	}

	void unlimit() throws IOException {
		Files.writeString(limitFile(), this.unified ? "max" : "-1");
	}

	private Path limitFile() {
		return this.group.resolve(this.unified ? "memory.max" : "memory.limit_in_bytes");
	}

	private long cache() throws IOException {
		String prefix = this.unified ? "" : "total_";
		try (Stream<String> lines = Files.lines(this.group.resolve("memory.stat"))) {
			return lines.map((line) -> line.split(" "))
				.filter((line) -> line[0].equals(prefix + "active_file") || line[0].equals(prefix + "inactive_file"))
				.mapToLong((line) -> Long.parseLong(line[1]))
				.sum();
		}
	}

	private static long number(Path file) throws IOException {
		return Long.parseLong(Files.readString(file).strip());
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
