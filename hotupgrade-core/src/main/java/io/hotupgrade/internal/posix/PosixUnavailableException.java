package io.hotupgrade.internal.posix;

import java.io.IOException;

/**
 * Thrown when the C library cannot be called at all. The message says why.
 */
public final class PosixUnavailableException extends IOException {

	private static final long serialVersionUID = 1L;

	PosixUnavailableException(Throwable cause) {
		super("The C library cannot be called: " + firstLine(cause)
				+ " (expected: jnr-ffi's native library for this platform, extracted to a directory from which "
				+ "libraries may be loaded; see the system properties java.io.tmpdir and jffi.extract.dir)", cause);
	}

	/** The native library's loader puts whole stack traces into its messages. */
	private static String firstLine(Throwable cause) {
		return cause.toString().lines().findFirst().orElse("");
	}

}
