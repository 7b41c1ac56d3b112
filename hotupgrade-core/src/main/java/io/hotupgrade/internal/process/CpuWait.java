package io.hotupgrade.internal.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * How long the thread that starts an application has waited for a CPU, as the kernel
 * counts it. That thread is the busiest of those that have their process's name: a JVM
 * gives names to its threads for the compiler and the collector, and none to the first.
 *
 * @param proc where proc(5) is mounted
 */
record CpuWait(Path proc) {

	/**
	 * Looks at a process.
	 * @param pid the process id
	 * @return the time; zero if the process is gone, or the kernel does not count
	 */
	Duration of(long pid) {
		Path process = this.proc.resolve(Long.toString(pid));
		Count busiest = Count.NONE;
		try (DirectoryStream<Path> threads = Files.newDirectoryStream(process.resolve("task"))) {
			String name = read(process.resolve("comm"));
			for (Path thread : threads) {
				Count count = name.equals(read(thread.resolve("comm"))) ? Count.parse(read(thread.resolve("schedstat")))
						: Count.NONE;
				busiest = (count.ran() > busiest.ran()) ? count : busiest;
			}
		}
		catch (IOException | DirectoryIteratorException ex) {
			return Duration.ZERO;
		}
		return Duration.ofNanos(busiest.waited());
	}

	/** Returns nothing of a thread that has ended meanwhile. */
	private static String read(Path file) {
		try {
			return Files.readString(file, StandardCharsets.ISO_8859_1);
		}
		catch (IOException ex) {
			return "";
		}
	}

	/** A thread's time on a CPU, and its time in the queue for one, in nanoseconds. */
	private record Count(long ran, long waited) {

		static final Count NONE = new Count(0, 0);

		static Count parse(String schedstat) {
			String[] fields = schedstat.strip().split(" ");
			try {
				return (fields.length > 1) ? new Count(Long.parseLong(fields[0]), Long.parseLong(fields[1])) : NONE;
			}
			catch (NumberFormatException ex) {
				return NONE;
			}
		}

	}

}
