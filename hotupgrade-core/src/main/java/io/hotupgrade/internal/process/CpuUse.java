package io.hotupgrade.internal.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * What a process has had of the CPUs so far, as the kernel counts it for each thread
 * (proc(5), {@code schedstat}, Linux with {@code CONFIG_SCHED_INFO}).
 *
 * @param ran the time of all its threads on a CPU
 * @param waited the time of all its threads in the queue for one
 * @param processors how many it may use at once
 */
public record CpuUse(Duration ran, Duration waited, int processors) {

	/** What is known where the kernel does not count. */
	public static final CpuUse UNKNOWN = new CpuUse(Duration.ZERO, Duration.ZERO, 1);

	/**
	 * Looks at a process.
	 * @param proc where proc(5) is mounted
	 * @param pid the process id
	 * @param processors how many it may use at once
	 * @return its use; nothing if the process is gone, or the kernel does not count
	 */
	static CpuUse of(Path proc, long pid, int processors) {
		long ran = 0;
		long waited = 0;
		try (DirectoryStream<Path> threads = Files
			.newDirectoryStream(proc.resolve(Long.toString(pid)).resolve("task"))) {
			for (Path thread : threads) {
				String[] fields = read(thread.resolve("schedstat")).split(" ");
				if (fields.length > 1) {
					ran += Long.parseLong(fields[0]);
					waited += Long.parseLong(fields[1]);
				}
			}
		}
		catch (IOException | DirectoryIteratorException | NumberFormatException ex) {
			return UNKNOWN;
		}
		return new CpuUse(Duration.ofNanos(ran), Duration.ofNanos(waited), processors);
	}

	/** Returns nothing of a thread that has ended meanwhile. */
	private static String read(Path file) {
		try {
			return Files.readString(file, StandardCharsets.ISO_8859_1).strip();
		}
		catch (IOException ex) {
			return "";
		}
	}

	/**
	 * What it would have used if it were alone. Its threads wait for each other, too, but
	 * not longer than they keep all processors busy.
	 * @param elapsed the time since its start
	 * @return the time of all its threads on a CPU
	 */
	public Duration wanted(Duration elapsed) {
		Duration all = elapsed.multipliedBy(this.processors);
		Duration asked = this.ran.plus(this.waited);
		return (asked.compareTo(all) < 0) ? asked : all;
	}

}
