package io.hotupgrade.sessions;

import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputStream;

/**
 * Opens a stream in which a container reads sessions: it finds the application's classes,
 * and accepts only those that the container would accept from a store of its own.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface ObjectInput {

	/**
	 * Opens it.
	 * @param in what to read
	 * @return the stream
	 * @throws IOException if it cannot be opened
	 */
	ObjectInputStream open(InputStream in) throws IOException;

	/**
	 * For a container that accepts whatever the JVM's {@code jdk.serialFilter} does.
	 * @param loader finds the application's classes
	 * @return opens streams
	 */
	static ObjectInput of(ClassLoader loader) {
		return (in) -> new LoaderObjectInputStream(in, loader);
	}

}
