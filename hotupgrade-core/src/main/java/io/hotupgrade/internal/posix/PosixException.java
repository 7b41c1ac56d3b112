package io.hotupgrade.internal.posix;

import java.io.IOException;
import java.util.Locale;

import jnr.constants.platform.Errno;

/**
 * Thrown when a call to the C library fails.
 */
public final class PosixException extends IOException {

	private static final long serialVersionUID = 1L;

	private final String call;

	private final int errno;

	private final String target;

	PosixException(String call, int errno, String target) {
		super(String.format(Locale.ROOT, "%s on %s failed: %s", call, target, describe(errno)));
		this.call = call;
		this.errno = errno;
		this.target = target;
	}

	private static String describe(int errno) {
		Errno known = Errno.valueOf(errno);
		// The enum answers with a constant of its own for a number that it does not know
		return (known.defined() && known.intValue() == errno)
				? String.format(Locale.ROOT, "%s (%s)", known.name(), known.description())
				: String.format(Locale.ROOT, "errno %d", errno);
	}

	/**
	 * The call that failed, for example {@code setsockopt(SO_ATTACH_FILTER)}.
	 * @return the call
	 */
	public String getCall() {
		return this.call;
	}

	/**
	 * The platform's error number; see errno(3).
	 * @return the number
	 */
	public int getErrno() {
		return this.errno;
	}

	/**
	 * What the call was made on, for people.
	 * @return the target
	 */
	public String getTarget() {
		return this.target;
	}

}
