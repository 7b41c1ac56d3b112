package io.hotupgrade.internal.posix;

import java.io.IOException;

/**
 * Thrown where too few file descriptors are left at this moment. It may be different the
 * next time. The message says what to do.
 */
public final class NoDescriptorException extends IOException {

	private static final long serialVersionUID = 1L;

	NoDescriptorException(IOException cause) {
		super("Too few file descriptors are left to load a native library (" + cause.getMessage()
				+ "): raise the limit (ulimit -n), or try again when there are fewer connections", cause);
	}

}
