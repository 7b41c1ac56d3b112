package io.hotupgrade.internal.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The process that a predecessor's variables are for, as all that it starts inherit them.
 *
 * @param text a process id, as the launching shell knows it; or, where there was no such
 * shell, whose child the process is; empty if the predecessor did not say
 */
record Addressee(String text) {

	/** Name of the variable that holds the text. */
	static final String VARIABLE = "HOTUPGRADE_PROCESS";

	private static final String CHILD_OF = "child of ";

	private static final String JVM_LIBRARY = "libjvm.so";

	/**
	 * Any child of a process. For a launch whose process id is not known in time.
	 * @param pid the process that launches
	 * @return the addressee
	 */
	static Addressee childOf(long pid) {
		return new Addressee(CHILD_OF + pid);
	}

	/**
	 * How this process is related to the one that the variables are for.
	 * @param self this process
	 * @return the relation
	 */
	Relation relationTo(ProcessHandle self) {
		if (this.text.isEmpty()) {
			return Relation.SAME;
		}
		boolean child = this.text.startsWith(CHILD_OF);
		try {
			long pid = Long.parseLong(child ? this.text.substring(CHILD_OF.length()) : this.text);
			return child ? relationToChildOf(pid, self) : relationTo(pid, self);
		}
		catch (NumberFormatException ex) {
			return Relation.SAME;
		}
	}

	private static Relation relationTo(long pid, ProcessHandle self) {
		return (self.pid() == pid) ? Relation.SAME : relationToAncestor(pid, self);
	}

	/**
	 * A child whose parent has ended belongs to some other process, so it cannot be told
	 * from a grandchild any more.
	 */
	private static Relation relationToChildOf(long pid, ProcessHandle self) {
		if (self.parent().map(ProcessHandle::pid).filter((parent) -> parent == pid).isPresent()) {
			return Relation.SAME;
		}
		return AdoptedProcess.isRunning(pid) ? relationToAncestor(pid, self) : Relation.BEHIND_A_SCRIPT;
	}

	/**
	 * A script that starts the successor waits for its end: while it starts, its script
	 * is there.
	 */
	private static Relation relationToAncestor(long pid, ProcessHandle self) {
		boolean behindJvm = false;
		Optional<ProcessHandle> ancestor = self.parent();
		while (ancestor.isPresent()) {
			behindJvm |= isJvm(ancestor.get().pid());
			if (ancestor.get().pid() == pid) {
				return behindJvm ? Relation.BEHIND_A_JVM : Relation.BEHIND_A_SCRIPT;
			}
			ancestor = ancestor.get().parent();
		}
		return Relation.NONE;
	}

	private static boolean isJvm(long pid) {
		try (Stream<String> mappings = Files.lines(Path.of("/proc", Long.toString(pid), "maps"),
				StandardCharsets.ISO_8859_1)) {
			return mappings.anyMatch((mapping) -> mapping.endsWith(JVM_LIBRARY));
		}
		catch (IOException ex) {
			return false;
		}
	}

	/**
	 * What a process is to the one that was launched.
	 */
	enum Relation {

		/** It is the one. */
		SAME,

		/**
		 * It descends from a script that was launched to start it, or something else.
		 */
		BEHIND_A_SCRIPT,

		/**
		 * It descends from a JVM that was launched: most likely, that is the successor.
		 */
		BEHIND_A_JVM,

		/** It has inherited the variables from one of an earlier time. */
		NONE

	}

}
