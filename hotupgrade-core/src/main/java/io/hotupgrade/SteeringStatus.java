package io.hotupgrade;

/**
 * How new connections are divided between two instances.
 *
 * @param mode the mechanism in use
 * @param detail why it is not {@link Mode#CBPF}, or an empty string
 * @since 0.1.0
 */
public record SteeringStatus(Mode mode, String detail) {

	/**
	 * A mechanism.
	 */
	public enum Mode {

		/**
		 * A classic BPF program on the SO_REUSEPORT group decides (Linux 4.6 and later):
		 * nothing is lost and the successor has no traffic before commit.
		 */
		CBPF,

		/**
		 * The kernel's own hash over all listeners decides: a successor has traffic as
		 * soon as it listens.
		 */
		NONE

	}

}
