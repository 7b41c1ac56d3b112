package io.hotupgrade.internal.posix;

/**
 * Where the kernel runs a classic BPF program for a socket. The numbers are those of
 * {@code asm-generic/socket.h}; see socket(7).
 */
public enum SocketFilter {

	/** Decides which packets a socket gets to see. Unprivileged. */
	INPUT("SO_ATTACH_FILTER", 26),

	/**
	 * Decides which member of a SO_REUSEPORT group gets a new connection. Unprivileged;
	 * for TCP since Linux 4.6.
	 */
	REUSE_PORT("SO_ATTACH_REUSEPORT_CBPF", 51);

	private final String optionName;

	private final int option;

	SocketFilter(String optionName, int option) {
		this.optionName = optionName;
		this.option = option;
	}

	String optionName() {
		return this.optionName;
	}

	int option() {
		return this.option;
	}

}
