package io.hotupgrade.internal.posix;

import java.io.IOException;

/**
 * Thrown when the C library cannot be called at all. The message says why.
 */
public final class PosixUnavailableException extends IOException {

	private static final long serialVersionUID = 1L;

	PosixUnavailableException(Throwable cause) {
		super("The C library cannot be called: " + reason(cause)
				+ " (expected: jnr-ffi with its native library for this platform, extracted to a directory from which "
				+ "libraries may be loaded; see the system properties java.io.tmpdir and jffi.extract.dir)", cause);
	}

	/**
	 * The first line of the root cause: jffi puts whole stack traces into its messages.
	 */
	private static String reason(Throwable failure) {
		Throwable root = failure;
		while (root.getCause() != null) {
			root = root.getCause();
		}
		return root.toString().lines().findFirst().orElse("");
	}

}
