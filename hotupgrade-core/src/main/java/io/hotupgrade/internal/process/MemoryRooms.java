package io.hotupgrade.internal.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reads what the kernel tells of memory: that of the machine, and the limits of the
 * control groups that this process is in, of both versions; see cgroups(7) and proc(5).
 * What cannot be read grants as much as one likes.
 *
 * @param proc where proc(5) is mounted
 */
record MemoryRooms(Path proc) {

	private static final int KIB = 1024;

	/**
	 * The memory that a process cannot share with another and the kernel cannot take from
	 * it. A collector may map its heap several times, and each time counts.
	 * @param heap bytes of this process's heap
	 * @return the number of bytes that this process has; empty if that cannot be seen
	 */
	OptionalLong resident(long heap) {
		Map<String, Long> status = kibibytes(this.proc.resolve("self/status"));
		if (status.containsKey("RssAnon")) {
			return OptionalLong.of(status.get("RssAnon") + Math.min(status.getOrDefault("RssShmem", 0L), heap));
		}
		return status.containsKey("VmRSS") ? OptionalLong.of(status.get("VmRSS")) : OptionalLong.empty();
	}

	/**
	 * Everybody who limits the memory of this process.
	 * @return where there is how much
	 */
	List<MemoryRoom> all() {
		Map<String, Long> machine = kibibytes(this.proc.resolve("meminfo"));
		List<MemoryRoom> rooms = new ArrayList<>();
		if (machine.containsKey("MemAvailable")) {
			rooms.add(new MemoryRoom("the machine (MemAvailable)", machine.getOrDefault("MemTotal", 0L),
					machine.get("MemAvailable")));
		}
		for (String mount : lines(this.proc.resolve("self/mountinfo"))) {
			CgroupMount.parse(mount)
				.ifPresent((found) -> found.directories(lines(this.proc.resolve("self/cgroup")))
					.map(found.isUnified() ? MemoryRooms::unified : MemoryRooms::legacy)
					.forEach(rooms::addAll));
		}
		return rooms;
	}

	/** Above memory.high, the kernel makes everybody in the group wait. */
	private static List<MemoryRoom> unified(Path group) {
		return Stream.of("memory.max", "memory.high")
			.flatMap((limit) -> room(group, limit, "memory.current", Function.identity()).stream())
			.toList();
	}

	private static List<MemoryRoom> legacy(Path group) {
		return room(group, "memory.limit_in_bytes", "memory.usage_in_bytes", "total_"::concat).stream().toList();
	}

	/** Files that were read stay in memory as long as nobody else wants it. */
	private static Optional<MemoryRoom> room(Path group, String limitFile, String usedFile,
			Function<String, String> field) {
		OptionalLong limit = number(group.resolve(limitFile));
		OptionalLong used = number(group.resolve(usedFile));
		if (limit.isEmpty() || used.isEmpty()) {
			return Optional.empty();
		}
		Map<String, Long> statistics = numbers(group.resolve("memory.stat"), " ");
		long cache = Stream.of("active_file", "inactive_file")
			.map(field)
			.mapToLong((name) -> statistics.getOrDefault(name, 0L))
			.sum();
		return Optional.of(new MemoryRoom(group.resolve(limitFile).toString(), limit.getAsLong(),
				limit.getAsLong() - Math.max(0, used.getAsLong() - cache)));
	}

	private static Map<String, Long> kibibytes(Path file) {
		return numbers(file, ":").entrySet()
			.stream()
			.collect(Collectors.toMap(Map.Entry::getKey, (entry) -> entry.getValue() * KIB));
	}

	private static Map<String, Long> numbers(Path file, String separator) {
		return lines(file).stream()
			.map((line) -> line.split(separator, 2))
			.filter((parts) -> parts.length == 2 && parts[1].strip().matches("\\d{1,18}( kB)?"))
			.collect(Collectors.toMap((parts) -> parts[0], (parts) -> Long.valueOf(parts[1].replaceAll("\\D", "")),
					(first, second) -> first));
	}

	/** Empty also for {@code max}, and for a number so large that it means the same. */
	private static OptionalLong number(Path file) {
		return lines(file).stream()
			.map(String::strip)
			.filter((line) -> line.matches("\\d{1,18}"))
			.mapToLong(Long::parseLong)
			.findFirst();
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
