package io.hotupgrade;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * A part of the application's state that passes from one instance to the next. Beans of
 * this type are found by their {@linkplain #name() name} in both instances: the one
 * writes its state, the other reads it. A state that only one of them knows is left out,
 * so a version may bring a new one, and a rollback goes to a version without it.
 * <p>
 * Methods are called one at a time within an instance, on a thread that may be blocked. A
 * failure costs this state, never the upgrade: it is logged and counted in the receipt.
 *
 * @since 0.1.0
 */
public interface StateHandover {

	/**
	 * What the state is called, the same in all versions of the application.
	 * @return the name
	 */
	String name();

	/**
	 * The version of what {@link #write} writes.
	 * @return a number that is raised when an older {@link #read} would not understand it
	 */
	int version();

	/**
	 * When the state passes on.
	 * @return the moment
	 */
	default Moment moment() {
		return Moment.RELEASED;
	}

	/**
	 * Writes the state. Called in the instance that has it.
	 * @param out takes it, as a stream, while the other instance reads
	 * @throws IOException if it cannot be written, is too large or takes too long
	 */
	void write(OutputStream out) throws IOException;

	/**
	 * Reads the state, in place of what this instance has of it. What was read should be
	 * put to use when all of it has come: the other instance may die while it writes.
	 * @param in the state; it ends where the writer has ended
	 * @param version the writer's {@link #version()}, which may be older, or after a
	 * rollback newer, than this one's
	 * @throws IOException if it cannot be read, or is of a version that is not understood
	 */
	void read(InputStream in, int version) throws IOException;

	/**
	 * Whether a predecessor reads the state when the upgrade is rolled back after it was
	 * {@linkplain Moment#RELEASED released}. Asked of the predecessor.
	 * @return {@code false} to go on with what this instance had when it wrote
	 */
	default boolean comesBack() {
		return true;
	}

	/**
	 * When a state passes on.
	 */
	enum Moment {

		/**
		 * The predecessor has stopped working on it: with its background work if that is
		 * handed over, and otherwise at commit. The successor reads before its background
		 * work begins; requests may come to it before.
		 */
		RELEASED,

		/**
		 * A copy, such as of a cache: the successor reads before it gets its first
		 * connection, and the predecessor goes on with its own.
		 */
		COPIED

	}

}
