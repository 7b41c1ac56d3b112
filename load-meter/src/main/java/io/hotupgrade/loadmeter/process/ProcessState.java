package io.hotupgrade.loadmeter.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What the kernel says about a process that need not be a child of this one (proc(5)).
 */
public final class ProcessState {

	private ProcessState() {
	}

	/**
	 * Whether a process runs. One that has ended and that its parent has not waited for
	 * does not, other than {@link ProcessHandle#isAlive()} has it.
	 * @param pid its process id
	 * @return {@code false} once it has ended
	 */
	public static boolean isRunning(long pid) {
		try {
			String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"), StandardCharsets.ISO_8859_1);
			// The name before it, in parentheses, may have any character.
			char state = stat.charAt(stat.lastIndexOf(')') + 2);
			return state != 'Z' && state != 'X';
		}
		catch (IOException ex) {
			return false;
		}
	}

}
