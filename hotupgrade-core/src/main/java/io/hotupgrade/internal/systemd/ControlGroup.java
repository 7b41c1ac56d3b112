package io.hotupgrade.internal.systemd;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What belongs to a service, as systemd sees it: the processes of its control group, see
 * cgroups(7).
 */
public final class ControlGroup {

	private static final Path PROC = Path.of("/proc");

	private ControlGroup() {
	}

	/**
	 * Whether another process is in the same group as this one.
	 * @param pid its process id
	 * @return {@code false} if it is in another; {@code true} also where that cannot be
	 * seen
	 */
	public static boolean hasInCommon(long pid) {
		try {
			return read("self").equals(read(Long.toString(pid)));
		}
		catch (IOException ex) {
			return true;
		}
	}

	private static String read(String process) throws IOException {
		return Files.readString(PROC.resolve(process).resolve("cgroup"), StandardCharsets.ISO_8859_1);
	}

}
