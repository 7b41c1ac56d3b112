package io.hotupgrade.engine;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

import io.hotupgrade.Preflight;

/**
 * Whether there are descriptors to launch a second instance with, and threads for it. It
 * is expected to need as many threads as this one has.
 *
 * @param proc where proc(5) is mounted
 * @param groups where control groups of version 2 are mounted
 */
record ProcessRoom(Path proc, Path groups) implements PreflightLook {

	/** A launch takes a few dozen, and clients come meanwhile. */
	private static final long LEAST_DESCRIPTORS = 64;

	private static final String ROOT = "0";

	/**
	 * The room of this process.
	 * @return the room
	 */
	static ProcessRoom ofThisProcess() {
		return new ProcessRoom(Path.of("/proc"), Path.of("/sys/fs/cgroup"));
	}

	@Override
	public List<Preflight.Finding> look() {
		List<Preflight.Finding> findings = new ArrayList<>();
		descriptors().ifPresent(findings::add);
		userThreads().or(this::groupThreads).ifPresent(findings::add);
		return findings;
	}

	private Optional<Preflight.Finding> descriptors() {
		OptionalLong limit = limit("Max open files");
		long used = entries(self("fd"));
		if (limit.isEmpty() || used == 0 || limit.getAsLong() - used >= LEAST_DESCRIPTORS) {
			return Optional.empty();
		}
		return Optional.of(Preflight.Finding.warning(Preflight.FEW_DESCRIPTORS, Long.toString(limit.getAsLong()),
				"This process has %d of its %d descriptors open, and a launch needs some".formatted(used,
						limit.getAsLong()),
				"Raise the limit (ulimit -n, LimitNOFILE=), or find out why so many are open"));
	}

	/** The kernel does not hold root to this limit. */
	private Optional<Preflight.Finding> userThreads() {
		String user = field(self("status"), "Uid:");
		OptionalLong limit = limit("Max processes");
		if (user.isEmpty() || user.equals(ROOT) || limit.isEmpty()) {
			return Optional.empty();
		}
		return threads(limit.getAsLong(), threadsOf(user), "this user may have",
				"Raise the limit (ulimit -u, LimitNPROC=)");
	}

	private Optional<Preflight.Finding> groupThreads() {
		return lines(self("cgroup")).stream()
			.filter((line) -> line.startsWith("0::/"))
			.map((line) -> this.groups.resolve(line.substring("0::/".length())).normalize())
			.filter((group) -> group.startsWith(this.groups))
			.flatMap((group) -> number(group.resolve("pids.max")).stream()
				.mapToObj((limit) -> threads(limit, number(group.resolve("pids.current")).orElse(0),
						"its control group may have", "Raise the limit (pids.max, TasksMax=)")))
			.flatMap(Optional::stream)
			.findFirst();
	}

	private Optional<Preflight.Finding> threads(long limit, long used, String whose, String remedy) {
		long needed = entries(self("task"));
		if (limit - used >= needed) {
			return Optional.empty();
		}
		return Optional.of(Preflight.Finding.warning(Preflight.FEW_THREADS, Long.toString(limit),
				"%d of the %d threads that %s are there, and a second instance is expected to need as many as this one, %d"
					.formatted(used, limit, whose, needed),
				remedy));
	}

	private long threadsOf(String user) {
		long threads = 0;
		try (DirectoryStream<Path> processes = Files.newDirectoryStream(this.proc, "[0-9]*")) {
			for (Path process : processes) {
				Path status = process.resolve("status");
				if (field(status, "Uid:").equals(user)) {
					threads += Long.parseLong(field(status, "Threads:"));
				}
			}
		}
		catch (IOException | DirectoryIteratorException | NumberFormatException ex) {
			return 0;
		}
		return threads;
	}

	private Path self(String file) {
		return this.proc.resolve("self").resolve(file);
	}

	/** Empty also for an unlimited one. */
	private OptionalLong limit(String name) {
		return lines(self("limits")).stream()
			.filter((line) -> line.startsWith(name))
			.map((line) -> line.substring(name.length()).strip().split("\\s+")[0])
			.filter(ProcessRoom::isNumber)
			.mapToLong(Long::parseLong)
			.findFirst();
	}

	private static OptionalLong number(Path file) {
		return lines(file).stream()
			.map(String::strip)
			.filter(ProcessRoom::isNumber)
			.mapToLong(Long::parseLong)
			.findFirst();
	}

	private static boolean isNumber(String text) {
		return text.matches("\\d{1,18}");
	}

	/** The first value of a field, or an empty string. */
	private static String field(Path status, String name) {
		return lines(status).stream()
			.filter((line) -> line.startsWith(name))
			.map((line) -> line.substring(name.length()).strip().split("\\s+")[0])
			.findFirst()
			.orElse("");
	}

	private static long entries(Path directory) {
		try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
			long count = 0;
			for (Path entry : entries) {
				count++;
			}
			return count;
		}
		catch (IOException | DirectoryIteratorException ex) {
			return 0;
		}
	}

	private static List<String> lines(Path file) {
		try {
			return Files.readAllLines(file, StandardCharsets.ISO_8859_1);
		}
		catch (IOException ex) {
			return List.of();
		}
	}

}
