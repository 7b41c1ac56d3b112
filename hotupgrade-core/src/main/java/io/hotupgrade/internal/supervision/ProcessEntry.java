package io.hotupgrade.internal.supervision;

import java.util.List;
import java.util.Set;

/**
 * A process as proc(5) shows it to others.
 *
 * @param pid its process id
 * @param name its name, cut to 15 characters
 * @param parent its parent's process id; 0 if that is outside of this pid namespace
 * @param session the process id of its session's leader
 * @param hasTerminal whether its session has a controlling terminal
 * @param startTime when it was started, in clock ticks since the machine was
 * @param command its command line; empty if it cannot be read
 */
record ProcessEntry(long pid, String name, long parent, long session, boolean hasTerminal, String startTime,
		List<String> command) {

	private static final Set<String> SHELLS = Set.of("sh", "bash", "dash", "ash", "ksh", "mksh", "zsh", "fish", "csh",
			"tcsh", "busybox");

	/**
	 * Inits that end, and the container with them, as soon as the one process ends that
	 * they have started: see {@code src/tini.c} and {@code dumb-init.c}. Docker's
	 * {@code --init} is tini.
	 */
	private static final Set<String> ONE_CHILD_INITS = Set.of("tini", "tini-static", "docker-init", "podman-init",
			"catatonit", "dumb-init");

	/** Programs that run another one and end with it. */
	private static final Set<String> WRAPPERS = Set.of("su", "sudo", "runuser", "timeout", "script", "setpriv",
			"strace", "time");

	private static final String INTERPRETER = "python";

	boolean isShell() {
		return isOneOf(SHELLS);
	}

	boolean isJvm() {
		return isOneOf(Set.of("java"));
	}

	boolean isOneChildInit() {
		return isOneOf(ONE_CHILD_INITS);
	}

	/**
	 * Whether it ends, as far as is known, when the process ends that it has started.
	 */
	boolean endsWithItsChild() {
		return isShell() && !(this.hasTerminal && isInteractiveShell()) || isOneChildInit() || isOneOf(WRAPPERS);
	}

	boolean isOneOf(Set<String> names) {
		return names.contains(this.name) || names.contains(program()) || names.contains(interpretedProgram());
	}

	/**
	 * Whether it is a shell that reads commands from somebody at a terminal, and so does
	 * not end with one of them.
	 */
	boolean isInteractiveShell() {
		boolean runsSomething = this.command.stream().skip(1).anyMatch(ProcessEntry::namesCommand);
		return isShell() && !this.command.isEmpty() && !runsSomething;
	}

	/** A script, or an option such as -c or -ec. */
	private static boolean namesCommand(String argument) {
		boolean option = argument.startsWith("-") || argument.startsWith("+");
		return !option || !argument.startsWith("--") && argument.indexOf('c') > 0;
	}

	/**
	 * A script's name is not that of the shell that runs it, but its command line begins
	 * with the shell. A login shell's begins with a hyphen.
	 */
	private String program() {
		if (this.command.isEmpty()) {
			return "";
		}
		String first = this.command.get(0);
		String file = first.substring(first.lastIndexOf('/') + 1);
		return file.startsWith("-") ? file.substring(1) : file;
	}

	/** Of a program that was not started by its own name. */
	private String interpretedProgram() {
		if (this.command.size() < 2 || !program().startsWith(INTERPRETER)) {
			return "";
		}
		String script = this.command.get(1);
		return script.substring(script.lastIndexOf('/') + 1);
	}

	@Override
	public String toString() {
		return "%s (pid %d)".formatted(this.name, this.pid);
	}

}
