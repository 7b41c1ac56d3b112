package io.hotupgrade.internal.control;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The effective user id of this process, from {@code /proc/self/status} (proc(5)). The
 * owner of {@code /proc/self} is no substitute: it is root where the process is not
 * dumpable, which is so for a {@code java} binary with file capabilities.
 */
public final class CurrentUser {

	private static final Path STATUS = Path.of("/proc/self/status");

	private CurrentUser() {
	}

	/**
	 * Tells the user.
	 * @return the id
	 * @throws ControlUnavailableException if the system does not tell
	 */
	public static long uid() throws ControlUnavailableException {
		for (String line : lines()) {
			if (line.startsWith("Uid:")) {
				return effective(line);
			}
		}
		throw new ControlUnavailableException(STATUS + " does not tell this process's user; is /proc mounted?");
	}

	private static List<String> lines() throws ControlUnavailableException {
		try {
			return Files.readAllLines(STATUS, StandardCharsets.ISO_8859_1);
		}
		catch (IOException ex) {
			throw new ControlUnavailableException(
					STATUS + " cannot be read; hot upgrades need Linux with /proc mounted", ex);
		}
	}

	/** The line holds the real, effective, saved and file system ids, in this order. */
	private static long effective(String line) throws ControlUnavailableException {
		try {
			return Long.parseLong(line.split("\\s+")[2]);
		}
		catch (NumberFormatException | ArrayIndexOutOfBoundsException ex) {
			throw new ControlUnavailableException(STATUS + " has a line that cannot be understood: " + line, ex);
		}
	}

}
