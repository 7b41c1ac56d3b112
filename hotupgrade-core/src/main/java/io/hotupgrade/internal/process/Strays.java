package io.hotupgrade.internal.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Children of this process of which nobody knows, because the JDK has failed after it had
 * started them.
 *
 * @param mark a variable that is in their environment, with its value
 */
record Strays(String mark) {

	/**
	 * Kills them.
	 */
	void kill() {
		ProcessHandle.current().children().filter(this::isMarked).forEach(ProcessHandle::destroyForcibly);
	}

	private boolean isMarked(ProcessHandle child) {
		try {
			String environment = Files.readString(Path.of("/proc", Long.toString(child.pid()), "environ"),
					StandardCharsets.ISO_8859_1);
			return List.of(environment.split("\0")).contains(this.mark);
		}
		catch (IOException ex) {
			return false;
		}
	}

	/**
	 * Leaves out the mark, which is secret.
	 */
	@Override
	public String toString() {
		return "Strays[]";
	}

}
