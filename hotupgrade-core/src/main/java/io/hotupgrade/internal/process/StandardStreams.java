package io.hotupgrade.internal.process;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Which of this process's standard streams are streams. Where one was closed when the JVM
 * was started, its number went to the first file that the JVM opened, such as a jar, and
 * a successor that inherited it would write there, or be unable to.
 */
final class StandardStreams {

	private static final int INPUT = 0;

	private static final int OUTPUT = 1;

	private static final int ERROR = 2;

	private static final Path NOWHERE = Path.of("/dev/null");

	private static final List<String> TCP_TABLES = List.of("net/tcp", "net/tcp6");

	private final OpenFiles files;

	private final Set<Integer> atStart;

	private StandardStreams(OpenFiles files) {
		this.files = files;
		this.atStart = IntStream.of(INPUT, OUTPUT, ERROR)
			.boxed()
			.filter(this::looksLikeAStream)
			.collect(Collectors.toUnmodifiableSet());
	}

	/**
	 * Looks at the streams. To be called early: a number that is free may be given to any
	 * file later, and then look like a stream.
	 * @param files this process's open files
	 * @return the streams
	 */
	static StandardStreams of(OpenFiles files) {
		return new StandardStreams(files);
	}

	/**
	 * Gives the streams to a process, and nothing in place of those that are none.
	 */
	void giveTo(ProcessBuilder builder) {
		builder.redirectInput(isStream(INPUT) ? Redirect.INHERIT : Redirect.from(NOWHERE.toFile()));
		builder.redirectOutput(isStream(OUTPUT) ? Redirect.INHERIT : Redirect.DISCARD);
		builder.redirectError(isStream(ERROR) ? Redirect.INHERIT : Redirect.DISCARD);
	}

	/**
	 * Standard output. Not {@link System#out}, which an application may have led into its
	 * log.
	 * @return the stream; one that leads nowhere if standard output is none
	 */
	OutputStream output() {
		return isStream(OUTPUT) ? new FileOutputStream(FileDescriptor.out) : OutputStream.nullOutputStream();
	}

	boolean isStream(int descriptor) {
		return this.atStart.contains(descriptor) && looksLikeAStream(descriptor);
	}

	private boolean looksLikeAStream(int descriptor) {
		boolean accessible = (descriptor == INPUT) ? this.files.isReadable(descriptor)
				: this.files.isWritable(descriptor);
		return accessible && !isOpenedByTheJvm(descriptor);
	}

	/**
	 * A stream may well be a socket, such as that of systemd's journal, but not one of
	 * TCP. As input, a file has been read, or is one of the JVM's own.
	 */
	private boolean isOpenedByTheJvm(int descriptor) {
		String target = this.files.target(descriptor);
		boolean file = descriptor == INPUT && Files.isRegularFile(this.files.path(descriptor));
		return file || target.startsWith("anon_inode:") || target.startsWith("socket:[") && isTcp(target);
	}

	private boolean isTcp(String target) {
		String inode = target.substring(target.indexOf('[') + 1, target.length() - 1);
		return TCP_TABLES.stream().map(this.files.process()::resolve).anyMatch((table) -> mentions(table, inode));
	}

	private static boolean mentions(Path table, String inode) {
		try {
			return Files.readAllLines(table, StandardCharsets.ISO_8859_1)
				.stream()
				.anyMatch((row) -> List.of(row.strip().split("\\s+")).contains(inode));
		}
		catch (IOException ex) {
			return false;
		}
	}

}
