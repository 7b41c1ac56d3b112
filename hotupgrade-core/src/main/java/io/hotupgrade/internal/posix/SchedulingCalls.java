package io.hotupgrade.internal.posix;

import java.util.Map;
import java.util.Optional;

/**
 * The numbers of two system calls that the C library has no functions for.
 *
 * @param set sched_setattr
 * @param get sched_getattr
 */
record SchedulingCalls(long set, long get) {

	private static final SchedulingCalls GENERIC = new SchedulingCalls(274, 275);

	private static final Map<String, SchedulingCalls> BY_ARCHITECTURE = Map.of("amd64", new SchedulingCalls(314, 315),
			"aarch64", GENERIC, "riscv64", GENERIC);

	static Optional<SchedulingCalls> of(String architecture) {
		return Optional.ofNullable(BY_ARCHITECTURE.get(architecture));
	}

}
