package io.hotupgrade.internal.posix;

import java.io.IOException;
import java.nio.ByteBuffer;

import jnr.constants.platform.Errno;
import jnr.ffi.LibraryLoader;
import jnr.ffi.Platform;
import jnr.ffi.Runtime;
import jnr.ffi.annotations.In;
import jnr.ffi.types.size_t;
import jnr.ffi.types.ssize_t;

/**
 * The calls on file descriptors that the JDK does not offer. Thread-safe; nothing is
 * loaded before the first call.
 */
public final class FileDescriptors {

	private FileDescriptors() {
	}

	/**
	 * Makes a descriptor refer to what another one refers to, see dup2(2). What it
	 * referred to before is closed in the same step, without a moment in which it is
	 * free.
	 * @param from the descriptor to copy
	 * @param to the descriptor to replace
	 * @throws IOException if {@code from} is not open or {@code to} is out of range
	 */
	public static void duplicate(int from, int to) throws IOException {
		if (Native.LIB_C.dup2(from, to) < 0) {
			throw failed("dup2(%d, %d)".formatted(from, to));
		}
	}

	/**
	 * Closes a descriptor, see close(2). Only for descriptors that no Java object owns.
	 * @param descriptor the descriptor
	 * @throws IOException if it is not open; on Linux it is free after any other error
	 */
	public static void close(int descriptor) throws IOException {
		if (Native.LIB_C.close(descriptor) < 0) {
			throw failed("close(%d)".formatted(descriptor));
		}
	}

	/**
	 * Sends what the kernel has room for, see send(2). Never waits.
	 * @param socket a connected socket's descriptor
	 * @param source the bytes, whose position is left as it is
	 * @return how many were sent; 0 if there is no room
	 * @throws PosixException if sending fails
	 */
	public static int sendNow(int socket, ByteBuffer source) throws PosixException {
		long sent = Native.LIB_C.send(socket, source, source.remaining(), Native.DO_NOT_WAIT);
		if (sent >= 0) {
			return (int) sent;
		}
		int errno = Runtime.getSystemRuntime().getLastError();
		if (errno == Errno.EAGAIN.intValue() || errno == Errno.EINTR.intValue()) {
			return 0;
		}
		throw new PosixException("send", errno, "a socket");
	}

	private static IOException failed(String call) {
		Errno errno = Errno.valueOf(Runtime.getSystemRuntime().getLastError());
		return new IOException("%s failed: %s (%s)".formatted(call, errno.name(), errno.description()));
	}

	/**
	 * What is used of libc.
	 */
	public interface LibC {

		/**
		 * See dup2(2).
		 * @param from the descriptor to copy
		 * @param to the descriptor to replace
		 * @return {@code to}, or -1
		 */
		int dup2(int from, int to);

		/**
		 * See close(2).
		 * @param descriptor the descriptor
		 * @return 0, or -1
		 */
		int close(int descriptor);

		/**
		 * See send(2).
		 * @param socket the socket's descriptor
		 * @param source the bytes
		 * @param length how many
		 * @param flags how to send them
		 * @return how many were sent, or -1
		 */
		@ssize_t
		long send(int socket, @In ByteBuffer source, @size_t long length, int flags);

	}

	private static final class Native {

		/** MSG_DONTWAIT: in Linux's own numbers, and in those of the BSDs and macOS. */
		static final int DO_NOT_WAIT = (Platform.getNativePlatform().getOS() == Platform.OS.LINUX) ? 0x40 : 0x80;

		static final LibC LIB_C = LibraryLoader.create(LibC.class).load("c");

	}

}
