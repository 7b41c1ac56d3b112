package io.hotupgrade.internal.steering;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Deque;

import io.hotupgrade.internal.log.EngineLog;

/**
 * Some file descriptors that are kept for when clients have used up all others: a process
 * in that state has to see who waits in its accept queues, too. Thread-safe.
 */
final class SpareDescriptors {

	/**
	 * One for each of two listeners that are to be deaf, two to look with, and more.
	 */
	static final int COUNT = 6;

	private static final EngineLog logger = EngineLog.of(SpareDescriptors.class);

	private final Path file;

	private final int count;

	private final Deque<Closeable> spares = new ArrayDeque<>();

	SpareDescriptors() {
		this(Path.of("/dev/null"));
	}

	static SpareDescriptors none() {
		return new SpareDescriptors(Path.of("/dev/null"), 0);
	}

	/**
	 * Takes the descriptors.
	 * @param file what they refer to, which does not matter
	 */
	SpareDescriptors(Path file) {
		this(file, COUNT);
	}

	private SpareDescriptors(Path file, int count) {
		this.file = file;
		this.count = count;
		refill();
	}

	/**
	 * Does something that needs descriptors, with spare ones if it fails without.
	 * @param <T> the result
	 * @param task what to do; done again after a failure, with one more each time
	 * @return its result
	 * @throws IOException if it fails all the same
	 */
	<T> T with(Task<T> task) throws IOException {
		try {
			while (true) {
				try {
					return task.run();
				}
				catch (IOException ex) {
					// What a want of descriptors is called depends on the language.
					if (!giveUpOne()) {
						throw ex;
					}
				}
			}
		}
		finally {
			refill();
		}
	}

	private synchronized boolean giveUpOne() throws IOException {
		Closeable spare = this.spares.poll();
		if (spare == null) {
			return false;
		}
		spare.close();
		return true;
	}

	private synchronized void refill() {
		try {
			while (this.spares.size() < this.count) {
				this.spares.add(FileChannel.open(this.file, StandardOpenOption.READ));
			}
		}
		catch (IOException ex) {
			logger.debug("{} descriptors are kept, and should be {}", this.spares.size(), this.count, ex);
		}
	}

	/**
	 * Something that needs a descriptor.
	 *
	 * @param <T> the result
	 */
	@FunctionalInterface
	interface Task<T> {

		T run() throws IOException;

	}

}
