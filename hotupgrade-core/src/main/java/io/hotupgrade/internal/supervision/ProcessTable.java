package io.hotupgrade.internal.supervision;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The processes of this pid namespace, as far as this one may see them.
 *
 * @param proc where proc(5) is mounted
 */
record ProcessTable(Path proc) {

	/** Of the fields from the state on. */
	private static final int PARENT = 1;

	private static final int SESSION = 3;

	private static final int TERMINAL = 4;

	/** Field 22. */
	private static final int START_TIME = 19;

	/** More than any real chain, less than for ever. */
	private static final int MAX_ANCESTORS = 100;

	/**
	 * Finds a process.
	 * @param pid its process id
	 * @return the process; empty if there is none, or it cannot be seen, as with the
	 * mount option {@code hidepid}
	 */
	Optional<ProcessEntry> find(long pid) {
		try {
			Path directory = this.proc.resolve(Long.toString(pid));
			String stat = read(directory.resolve("stat"));
			int end = stat.lastIndexOf(')');
			String name = stat.substring(stat.indexOf('(') + 1, end);
			String[] fields = stat.substring(end + 2).split(" ");
			return Optional
				.of(new ProcessEntry(pid, name, Long.parseLong(fields[PARENT]), Long.parseLong(fields[SESSION]),
						!fields[TERMINAL].equals("0"), fields[START_TIME].strip(), command(directory)));
		}
		catch (IOException | IndexOutOfBoundsException | NumberFormatException ex) {
			return Optional.empty();
		}
	}

	/**
	 * The ancestors of a process.
	 * @param process the process
	 * @return its parent and so on, as far as they can be seen
	 */
	List<ProcessEntry> ancestors(ProcessEntry process) {
		List<ProcessEntry> ancestors = new ArrayList<>();
		Optional<ProcessEntry> next = find(process.parent());
		while (next.isPresent() && ancestors.size() < MAX_ANCESTORS) {
			ancestors.add(next.get());
			next = find(next.get().parent());
		}
		return ancestors;
	}

	/**
	 * The control group of this process that systemd has made for it.
	 * @return its path; empty if there is none
	 */
	String controlGroup() {
		try {
			return read(this.proc.resolve("self/cgroup")).lines()
				.filter((line) -> line.startsWith("0::") || line.contains(":name=systemd:"))
				.map((line) -> line.substring(line.lastIndexOf(':') + 1))
				.filter((path) -> path.length() > 1)
				.findFirst()
				.orElse("");
		}
		catch (IOException ex) {
			return "";
		}
	}

	private static List<String> command(Path directory) {
		try {
			String text = read(directory.resolve("cmdline"));
			return text.isEmpty() ? List.of() : List.of(text.split("\0"));
		}
		catch (IOException ex) {
			return List.of();
		}
	}

	private static String read(Path file) throws IOException {
		return Files.readString(file, StandardCharsets.ISO_8859_1);
	}

}
