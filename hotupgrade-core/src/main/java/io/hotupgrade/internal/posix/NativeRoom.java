package io.hotupgrade.internal.posix;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * The file descriptors that it takes to load a native library, and the classes that call
 * it. The outcome of that, good or bad, is kept by the JVM for the life of the process:
 * so it is not begun while clients have used up all descriptors, which passes. Safe for
 * use by several threads.
 */
public final class NativeRoom {

	/** For the library, the jar that it comes from, and the copy that is loaded. */
	private static final int DESCRIPTORS = 16;

	private static final Path FILE = Path.of("/dev/null");

	private NativeRoom() {
	}

	/**
	 * Takes the descriptors, and gives them back at once.
	 * @throws NoDescriptorException if there are not enough now
	 */
	public static void check() throws NoDescriptorException {
		List<FileChannel> taken = new ArrayList<>();
		try {
			while (taken.size() < DESCRIPTORS) {
				taken.add(FileChannel.open(FILE, StandardOpenOption.READ));
			}
		}
		catch (IOException ex) {
			throw new NoDescriptorException(ex);
		}
		finally {
			taken.forEach(NativeRoom::close);
		}
	}

	private static void close(FileChannel channel) {
		try {
			channel.close();
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
