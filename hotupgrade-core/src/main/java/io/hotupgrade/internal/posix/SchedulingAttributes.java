package io.hotupgrade.internal.posix;

/**
 * How the kernel schedules a thread that is no real-time one, see sched_setattr(2).
 *
 * @param policy the policy, such as {@link #OTHER}
 * @param nice the nice value
 * @param sliceNanos for how long at a time it gets a CPU that others want too, from 0.1
 * to 100 ms: the longer, the more often those go first that want it for shorter. 0 stands
 * for the default where it is set, and for an unknown one before Linux 6.12, which has
 * one for all
 */
public record SchedulingAttributes(int policy, int nice, long sliceNanos) {

	/** The policy that threads have by default. */
	public static final int OTHER = 0;

	/**
	 * The policy for work that nobody waits for: such a thread, when it wakes up, does
	 * not take the CPU from another. Any process may take it and leave it.
	 */
	public static final int BATCH = 3;

	/**
	 * The policy for work that is done when nobody else wants the CPU. Any process may
	 * take it, and only a privileged one may be allowed to leave it.
	 */
	public static final int IDLE = 5;

}
