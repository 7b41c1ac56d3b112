package io.hotupgrade.workbench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * What the kernel says a process holds (proc(5)).
 *
 * @param descriptors open file descriptors
 * @param threads threads
 * @param environmentBytes size of its environment when it was started
 * @param command its command line
 * @param residentKilobytes its resident memory
 */
record ProcessFootprint(int descriptors, int threads, int environmentBytes, String command, long residentKilobytes) {

	/**
	 * Looks at a process.
	 * @throws IOException if it is gone or not ours
	 */
	static ProcessFootprint of(long pid) throws IOException {
		return of(Path.of("/proc", Long.toString(pid)));
	}

	static ProcessFootprint of(Path proc) throws IOException {
		return new ProcessFootprint(entries(proc.resolve("fd")), entries(proc.resolve("task")),
				Files.readAllBytes(proc.resolve("environ")).length,
				Files.readString(proc.resolve("cmdline"), StandardCharsets.ISO_8859_1).replace('\0', ' ').strip(),
				residentKilobytes(proc.resolve("status")));
	}

	private static int entries(Path directory) throws IOException {
		try (Stream<Path> entries = Files.list(directory)) {
			return (int) entries.count();
		}
	}

	private static long residentKilobytes(Path status) throws IOException {
		return Files.readAllLines(status, StandardCharsets.ISO_8859_1)
			.stream()
			.filter((line) -> line.startsWith("VmRSS:"))
			.map((line) -> line.replaceAll("\\D", ""))
			.mapToLong(Long::parseLong)
			.findFirst()
			.orElseThrow(() -> new IOException("No VmRSS in " + status));
	}

	/** The smaller of each number: what was there both times is no passing request. */
	ProcessFootprint least(ProcessFootprint other) {
		return new ProcessFootprint(Math.min(this.descriptors, other.descriptors),
				Math.min(this.threads, other.threads), Math.min(this.environmentBytes, other.environmentBytes),
				this.command, Math.min(this.residentKilobytes, other.residentKilobytes));
	}

}
