package io.hotupgrade.internal.control;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.hotupgrade.internal.log.EngineLog;

/**
 * What killed processes have left in a control directory. Whatever could belong to a
 * living one stays, and so does what is not ours by its name and kind.
 */
final class Leftovers {

	private static final EngineLog logger = EngineLog.of(Leftovers.class);

	private static final Pattern SOCKET = Pattern.compile("([0-9]{1,10})\\.sock");

	/** See {@code io.hotupgrade.internal.process.OutputCapture}. */
	private static final Pattern OUTPUT = Pattern.compile("([0-9]{1,10})-[0-9a-f]+\\.out");

	/** See {@link SideDoor}. */
	private static final Pattern SIDE_DOOR = Pattern.compile("([0-9]{1,10})\\.(sessions|state)");

	private final ControlDirectory directory;

	Leftovers(ControlDirectory directory) {
		this.directory = directory;
	}

	/**
	 * Removes them. A failure is logged: it must not keep an instance from working.
	 */
	void remove() {
		try {
			removeEach("*.sock", SOCKET);
			removeEach("*.out", OUTPUT);
			removeEach("*.{sessions,state}", SIDE_DOOR);
		}
		catch (IOException | DirectoryIteratorException ex) {
			logger.debug("The control directory {} cannot be tidied up", this.directory.path(), ex);
		}
	}

	private void removeEach(String glob, Pattern pattern) throws IOException {
		try (DirectoryStream<Path> files = Files.newDirectoryStream(this.directory.path(), glob)) {
			for (Path file : files) {
				Matcher name = pattern.matcher(file.getFileName().toString());
				if (name.matches() && isDead(Long.parseLong(name.group(1)), file)) {
					Files.deleteIfExists(file);
					logger.info("Removed {}, which a dead process had left", file);
				}
			}
		}
	}

	/**
	 * A process id may be another's by now, or belong to a process in another container
	 * that shares the directory; whether the socket answers says more. Sockets come
	 * first, so an output's owner that lives still has one.
	 */
	private boolean isDead(long pid, Path file) throws IOException {
		if (pid == ProcessHandle.current().pid()) {
			return false;
		}
		Path socket = this.directory.socketOf(pid);
		if (Files.exists(socket, LinkOption.NOFOLLOW_LINKS)) {
			return file.equals(socket) && FileStatus.of(socket).isSocket()
					&& SocketFile.isStale(SocketFile.address(socket));
		}
		return ProcessHandle.of(pid).isEmpty()
				&& (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) || FileStatus.of(file).isSocket());
	}

}
