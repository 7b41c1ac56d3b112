package io.hotupgrade.internal.process;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Where control groups that can limit memory are seen as directories; see cgroups(7).
 *
 * @param isUnified whether they are of version 2
 * @param root the group that the mount point is
 * @param point the mount point
 */
record CgroupMount(boolean isUnified, Path root, Path point) {

	/** See proc_pid_mountinfo(5). */
	private static final Pattern LINE = Pattern
		.compile("\\d+ \\d+ \\S+ (\\S+) (\\S+) \\S+ .*?- (cgroup2?) \\S+ (\\S+)");

	static Optional<CgroupMount> parse(String mountinfo) {
		Matcher line = LINE.matcher(mountinfo);
		if (!line.matches()) {
			return Optional.empty();
		}
		boolean unified = line.group(3).equals("cgroup2");
		boolean memory = unified || List.of(line.group(4).split(",")).contains("memory");
		return Optional.of(line)
			.filter((any) -> memory)
			.map((found) -> new CgroupMount(unified, Path.of(found.group(1)), Path.of(found.group(2))));
	}

	/**
	 * The directories of a process's group and of those around it, as far as they can be
	 * seen here.
	 * @param groups the lines of the process's {@code /proc/self/cgroup}
	 * @return the directories, the innermost first
	 */
	Stream<Path> directories(List<String> groups) {
		return groups.stream()
			.map((line) -> line.split(":", 3))
			.filter((parts) -> parts.length == 3 && isOurs(parts[0], List.of(parts[1].split(","))))
			.map((parts) -> directory(parts[2]))
			.flatMap((innermost) -> Stream.iterate(innermost, (path) -> path != null && path.startsWith(this.point),
					Path::getParent));
	}

	private boolean isOurs(String hierarchy, List<String> controllers) {
		return this.isUnified ? hierarchy.equals("0") : controllers.contains("memory");
	}

	/** In a container, the group may be named as it is seen outside of it. */
	private Path directory(String group) {
		try {
			Path path = Path.of(group).normalize();
			return path.startsWith(this.root) ? this.point.resolve(this.root.relativize(path)).normalize() : this.point;
		}
		catch (InvalidPathException ex) {
			return this.point;
		}
	}

}
