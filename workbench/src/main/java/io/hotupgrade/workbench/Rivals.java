package io.hotupgrade.workbench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Other processes that want a CPU all the time, as on a machine that is busy.
 */
final class Rivals implements AutoCloseable {

	private final List<Process> processes = new ArrayList<>();

	/**
	 * Starts them.
	 * @param count how many
	 * @return the processes, which run until this is closed
	 * @throws IOException if they cannot be started
	 */
	static Rivals start(int count) throws IOException {
		Rivals rivals = new Rivals();
		try {
			for (int started = 0; started < count; started++) {
				rivals.processes.add(new ProcessBuilder("/bin/sh", "-c", "while :; do :; done").start());
			}
			return rivals;
		}
		catch (IOException ex) {
			rivals.close();
			throw ex;
		}
	}

	@Override
	public void close() {
		this.processes.forEach(Process::destroyForcibly);
	}

}
