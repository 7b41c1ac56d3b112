package io.hotupgrade.messagingtests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * What the processes of an application have written down about the numbers that they have
 * handled.
 *
 * @param all each time that a number was handled, by when its handling began
 */
record HandledNumbers(List<Handling> all) {

	private static final String SUFFIX = ".handled";

	/**
	 * Reads the files of all processes.
	 * @param directory where they are
	 * @return what is in them now
	 */
	static HandledNumbers read(Path directory) {
		List<Handling> all = new ArrayList<>();
		try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*" + SUFFIX)) {
			for (Path file : files) {
				long pid = Long.parseLong(file.getFileName().toString().replace(SUFFIX, ""));
				Files.readAllLines(file).forEach((line) -> all.add(Handling.of(pid, line)));
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		all.sort(Comparator.comparingLong(Handling::begin));
		return new HandledNumbers(List.copyOf(all));
	}

	Set<Long> distinct() {
		return this.all.stream().map(Handling::number).collect(Collectors.toSet());
	}

	/**
	 * How many of the numbers that were sent nobody has handled.
	 * @param first the first that was sent
	 * @param last the last
	 */
	List<Long> lost(long first, long last) {
		Set<Long> handled = distinct();
		return LongStream.rangeClosed(first, last).filter((number) -> !handled.contains(number)).boxed().toList();
	}

	/**
	 * The numbers that were handled more often than once.
	 */
	List<Long> repeated() {
		return this.all.stream()
			.collect(Collectors.groupingBy(Handling::number, Collectors.counting()))
			.entrySet()
			.stream()
			.filter((entry) -> entry.getValue() > 1)
			.map(Map.Entry::getKey)
			.sorted()
			.toList();
	}

	/**
	 * How many a process has handled.
	 */
	long by(long pid) {
		return this.all.stream().filter((handling) -> handling.pid() == pid).count();
	}

	/**
	 * Who worked, in order of the beginnings.
	 */
	List<Long> turns() {
		List<Long> turns = new ArrayList<>();
		for (Handling handling : this.all) {
			if (turns.isEmpty() || turns.get(turns.size() - 1) != handling.pid()) {
				turns.add(handling.pid());
			}
		}
		return turns;
	}

	/**
	 * How often a process has begun while another one had not ended.
	 */
	long overlaps() {
		long overlaps = 0;
		Handling longest = null;
		for (Handling handling : this.all) {
			if (longest != null && handling.pid() != longest.pid() && handling.begin() < longest.end()) {
				overlaps++;
			}
			if (longest == null || handling.end() > longest.end()) {
				longest = handling;
			}
		}
		return overlaps;
	}

	/**
	 * A number that was handled.
	 *
	 * @param pid the process that did it
	 * @param number the number
	 * @param begin when it began, in microseconds since the epoch
	 * @param end when it ended
	 */
	record Handling(long pid, long number, long begin, long end) {

		static Handling of(long pid, String line) {
			String[] parts = line.split(" ");
			return new Handling(pid, Long.parseLong(parts[0]), Long.parseLong(parts[1]), Long.parseLong(parts[2]));
		}

	}

}
