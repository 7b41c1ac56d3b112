package io.hotupgrade.internal.posix;

import jnr.ffi.Pointer;
import jnr.ffi.annotations.In;
import jnr.ffi.annotations.Out;
import jnr.ffi.types.socklen_t;

/**
 * Holds the C library's functions as jnr-ffi binds them.
 */
final class LibC {

	private LibC() {
	}

	/**
	 * The functions. Public because jnr-ffi implements it from another class loader, out
	 * of reach because the class around it is not.
	 */
	public interface Functions {

		int setsockopt(int descriptor, int level, int option, @In Pointer value, @socklen_t int length);

		long syscall(long number, long thread, @In @Out Pointer attributes, long third, long fourth);

	}

}
