package io.hotupgrade.internal.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * What a process has used of the machine so far. Where something cannot be seen, it is
 * zero.
 *
 * @param cpu processor time of all its threads, those that have ended included
 * @param residentBytes memory that it has resident now (proc(5), {@code VmRSS})
 * @param peakBytes the most that it ever had (proc(5), {@code VmHWM})
 */
public record ProcessUse(Duration cpu, long residentBytes, long peakBytes) {

	private static final Path PROC = Path.of("/proc");

	private static final int KIB = 1024;

	/**
	 * Looks at a process.
	 * @param pid its process id
	 * @return its use
	 */
	public static ProcessUse of(long pid) {
		return of(PROC, pid);
	}

	static ProcessUse of(Path proc, long pid) {
		List<String> status = status(proc.resolve(Long.toString(pid)).resolve("status"));
		Duration cpu = ProcessHandle.of(pid)
			.flatMap((process) -> process.info().totalCpuDuration())
			.orElse(Duration.ZERO);
		return new ProcessUse(cpu, bytes(status, "VmRSS:"), bytes(status, "VmHWM:"));
	}

	private static long bytes(List<String> status, String name) {
		return status.stream()
			.filter((line) -> line.startsWith(name))
			.map((line) -> line.substring(name.length()).replace("kB", "").strip())
			.filter((number) -> number.matches("\\d{1,15}"))
			.mapToLong((number) -> Long.parseLong(number) * KIB)
			.findFirst()
			.orElse(0);
	}

	private static List<String> status(Path file) {
		try {
			return Files.readAllLines(file, StandardCharsets.ISO_8859_1);
		}
		catch (IOException ex) {
			return List.of();
		}
	}

}
