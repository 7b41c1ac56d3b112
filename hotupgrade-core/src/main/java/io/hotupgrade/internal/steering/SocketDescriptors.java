package io.hotupgrade.internal.steering;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * The sockets that this process has open: which file descriptor is which inode, see
 * proc(5). The JDK does not show a channel's descriptor.
 */
final class SocketDescriptors {

	private static final String PREFIX = "socket:[";

	private static final String SUFFIX = "]";

	private final Path directory;

	/**
	 * Creates a view.
	 * @param directory the directory of the process's descriptors
	 */
	SocketDescriptors(Path directory) {
		this.directory = directory;
	}

	/**
	 * Tells which socket a descriptor is now.
	 * @param descriptor the descriptor
	 * @return its inode; empty if it is closed, or no socket
	 * @throws IOException if that cannot be read
	 */
	OptionalLong inode(int descriptor) throws IOException {
		return inode(this.directory.resolve(Integer.toString(descriptor)));
	}

	/**
	 * Looks at every descriptor of the process.
	 * @return the sockets' inodes by descriptor, lowest first
	 * @throws IOException if they cannot be read
	 */
	Map<Integer, Long> all() throws IOException {
		Map<Integer, Long> inodes = new TreeMap<>();
		try (DirectoryStream<Path> links = Files.newDirectoryStream(this.directory)) {
			for (Path link : links) {
				inode(link).ifPresent((inode) -> inodes.put(Integer.valueOf(link.getFileName().toString()), inode));
			}
		}
		catch (DirectoryIteratorException ex) {
			throw ex.getCause();
		}
		return inodes;
	}

	private static OptionalLong inode(Path link) throws IOException {
		String target;
		try {
			target = Files.readSymbolicLink(link).toString();
		}
		catch (NoSuchFileException ex) {
			return OptionalLong.empty();
		}
		if (!target.startsWith(PREFIX) || !target.endsWith(SUFFIX)) {
			return OptionalLong.empty();
		}
		return OptionalLong.of(Long.parseLong(target, PREFIX.length(), target.length() - SUFFIX.length(), 10));
	}

}
