package io.hotupgrade.loadmeter.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * An environment variable by which processes are known that descend from one started
 * here. It holds when their parents are gone.
 *
 * @param id unique for each process started here
 */
record RunMarker(String id) {

	static final String VARIABLE = "LOAD_METER_RUN";

	static RunMarker create() {
		return new RunMarker(UUID.randomUUID().toString());
	}

	/**
	 * Whether a process certainly does not bear this mark. One that has just ended, whose
	 * environment is gone, may have borne it.
	 */
	boolean isMissingFrom(long pid) {
		try {
			// NUL-separated: proc(5).
			String environment = Files.readString(Path.of("/proc", Long.toString(pid), "environ"),
					StandardCharsets.ISO_8859_1);
			return !environment.isEmpty() && !Arrays.asList(environment.split("\0")).contains(VARIABLE + "=" + this.id);
		}
		catch (IOException ex) {
			return Files.exists(Path.of("/proc", Long.toString(pid)));
		}
	}

	/**
	 * The processes that bear this mark. Zombies do not any more.
	 */
	Stream<ProcessHandle> bearers() {
		return ProcessHandle.allProcesses().filter((process) -> isBorneBy(process.pid()));
	}

	private boolean isBorneBy(long pid) {
		try {
			String environment = Files.readString(Path.of("/proc", Long.toString(pid), "environ"),
					StandardCharsets.ISO_8859_1);
			return Arrays.asList(environment.split("\0")).contains(VARIABLE + "=" + this.id);
		}
		catch (IOException ex) {
			return false;
		}
	}

}
