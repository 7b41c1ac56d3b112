package io.hotupgrade.internal.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Says why the kernel has not started a process, and what to do. Quotes neither arguments
 * nor values of variables, which may be secret.
 *
 * @param command the program and its arguments
 * @param environment its environment
 * @param directory its working directory
 */
record SpawnFailure(List<String> command, Map<String, String> environment, Path directory) {

	/** As {@code java.lang.ProcessImpl} writes it: which way depends on the release. */
	private static final Pattern NUMBER = Pattern.compile("error[=:] ?(\\d+)");

	/** See errno(3), the same on all architectures that have a JVM. */
	private static final int ENOENT = 2;

	private static final int E2BIG = 7;

	private static final int ENOEXEC = 8;

	private static final int EAGAIN = 11;

	private static final int ENOMEM = 12;

	private static final int EACCES = 13;

	private static final int ENOTDIR = 20;

	private static final int ENFILE = 23;

	private static final int EMFILE = 24;

	/**
	 * Describes a failure.
	 * @param failure what {@link ProcessBuilder#start()} has thrown
	 * @return a sentence or two
	 */
	String describe(IOException failure) {
		Matcher number = NUMBER.matcher(String.valueOf(failure.getMessage()));
		int errno = number.find() ? Integer.parseInt(number.group(1)) : 0;
		String explanation = switch (errno) {
			case E2BIG -> tooLong();
			case EAGAIN ->
				"A limit of processes and threads is reached (ulimit -u of this user, pids.max of the control "
						+ "group): raise it, or end something";
			case ENOMEM -> "The kernel has no memory for another process, or grants none (vm.overcommit_memory): end "
					+ "something, or give it more";
			case EMFILE, ENFILE -> "No file descriptor is left: raise the limit (ulimit -n), or close something";
			case ENOENT, EACCES, ENOEXEC, ENOTDIR ->
				"Look whether the program %s, the interpreter that its first line may name and the working directory %s are there and usable by this user"
					.formatted(this.command.get(0), this.directory);
			default -> "";
		};
		return "The successor's process could not be started: %s%s".formatted(failure.getMessage(),
				explanation.isEmpty() ? "" : ". " + explanation);
	}

	/** The limits are those of execve(2). */
	private String tooLong() {
		Map.Entry<String, String> longest = this.environment.entrySet()
			.stream()
			.max(Comparator.comparingLong(SpawnFailure::bytes))
			.orElseGet(() -> Map.entry("none", ""));
		return ("Its %d arguments have %d bytes, the longest of them %d, and the %d variables of its environment have %d, "
				+ "the longest of them %s with %d. The kernel allows 131072 bytes (with pages of 4 KiB) for a single one, and "
				+ "for all together a quarter of the limit of the stack (ulimit -s), which are 2 MiB by default: move long "
				+ "arguments into a file (java @file), and settings into a configuration file")
			.formatted(this.command.size(), sum(this.command), longest(this.command), this.environment.size(),
					this.environment.entrySet().stream().mapToLong(SpawnFailure::bytes).sum(), longest.getKey(),
					bytes(longest));
	}

	private static long sum(Collection<String> texts) {
		return texts.stream().mapToLong(SpawnFailure::bytes).sum();
	}

	private static long longest(Collection<String> texts) {
		return texts.stream().mapToLong(SpawnFailure::bytes).max().orElse(0);
	}

	private static long bytes(Map.Entry<String, String> variable) {
		return bytes(variable.getKey()) + bytes(variable.getValue());
	}

	/** With the sign at its end. */
	private static long bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8).length + 1L;
	}

	/**
	 * Leaves out the command and the values, which may be secret.
	 */
	@Override
	public String toString() {
		return "SpawnFailure" + this.environment.keySet();
	}

}
