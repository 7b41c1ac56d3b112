package io.hotupgrade.internal.posix;

import java.lang.ref.Reference;
import java.util.Optional;

import jnr.ffi.LibraryLoader;
import jnr.ffi.LibraryOption;
import jnr.ffi.Pointer;
import jnr.ffi.Runtime;
import org.jspecify.annotations.Nullable;

/**
 * Calls to the C library. Safe for use by several threads.
 */
public final class Posix {

	/** Size of a {@code struct sock_filter}, see linux/filter.h. */
	private static final int INSTRUCTION_BYTES = 8;

	/** Size of the first version of {@code struct sched_attr}, see sched_setattr(2). */
	private static final int SCHEDULING_BYTES = 48;

	private static final int POLICY_OFFSET = 4;

	private static final int NICE_OFFSET = 16;

	private static final int RUNTIME_OFFSET = 24;

	private final Optional<SchedulingCalls> scheduling = SchedulingCalls.of(System.getProperty("os.arch"));

	private final LibC.Functions functions;

	private final Runtime runtime;

	private Posix(LibC.Functions functions) {
		this.functions = functions;
		this.runtime = Runtime.getRuntime(functions);
	}

	/**
	 * Loads the binding. The first call takes some hundred milliseconds; its outcome,
	 * good or bad, is kept for the life of the process.
	 * @return the calls
	 * @throws PosixUnavailableException if the native library cannot be loaded here
	 */
	public static Posix load() throws PosixUnavailableException {
		if (Binding.FAILURE != null) {
			throw new PosixUnavailableException(Binding.FAILURE);
		}
		return Binding.POSIX;
	}

	/**
	 * Attaches a classic BPF program to a socket, in place of one that is attached
	 * already.
	 * @param descriptor the socket's file descriptor
	 * @param option what the program decides
	 * @param program the instructions, each a {@code struct sock_filter} in native byte
	 * order
	 * @param target the socket, as an error is to name it
	 * @throws PosixException if the kernel refuses
	 */
	public void attach(int descriptor, SocketOption option, byte[] program, String target) throws PosixException {
		if (program.length == 0 || program.length % INSTRUCTION_BYTES != 0) {
			throw new IllegalArgumentException("Length of 'program': %d (expected: a positive multiple of %d)"
				.formatted(program.length, INSTRUCTION_BYTES));
		}
		int headerBytes = 2 * this.runtime.addressSize();
		Pointer header = programHeader(headerBytes, program);
		try {
			set(descriptor, option, header, headerBytes, target);
		}
		finally {
			Reference.reachabilityFence(header);
		}
	}

	/**
	 * Sets an option of a socket that is a number.
	 * @param descriptor the socket's file descriptor
	 * @param option the option
	 * @param value its value
	 * @param target the socket, as an error is to name it
	 * @throws PosixException if the kernel refuses
	 */
	public void set(int descriptor, SocketOption option, int value, String target) throws PosixException {
		Pointer memory = this.runtime.getMemoryManager().allocateDirect(Integer.BYTES);
		memory.putInt(0, value);
		try {
			set(descriptor, option, memory, Integer.BYTES, target);
		}
		finally {
			Reference.reachabilityFence(memory);
		}
	}

	private void set(int descriptor, SocketOption option, Pointer value, int length, String target)
			throws PosixException {
		if (this.functions.setsockopt(descriptor, option.level(), option.number(), value, length) != 0) {
			throw new PosixException("setsockopt(" + option.name() + ")", this.runtime.getLastError(), target);
		}
	}

	/**
	 * Whether it is known here how to ask for and change a thread's scheduling.
	 * @return {@code false} on rare processors
	 */
	public boolean canSchedule() {
		return this.scheduling.isPresent();
	}

	/**
	 * Looks how a thread is scheduled.
	 * @param thread its thread id, which may be another process's
	 * @return the attributes
	 * @throws PosixException if it is gone
	 * @throws java.util.NoSuchElementException if not {@link #canSchedule()}
	 */
	public SchedulingAttributes scheduling(long thread) throws PosixException {
		Pointer memory = this.runtime.getMemoryManager().allocateDirect(SCHEDULING_BYTES);
		call("sched_getattr", this.scheduling.orElseThrow().get(), thread, memory, SCHEDULING_BYTES);
		return new SchedulingAttributes(memory.getInt(POLICY_OFFSET), memory.getInt(NICE_OFFSET),
				memory.getLong(RUNTIME_OFFSET));
	}

	/**
	 * Changes how a thread is scheduled. Threads that it starts later are scheduled in
	 * the same way.
	 * @param thread its thread id, which may be that of another process of this user
	 * @param attributes how to schedule it
	 * @throws PosixException if it is gone, or the kernel refuses
	 * @throws java.util.NoSuchElementException if not {@link #canSchedule()}
	 */
	public void schedule(long thread, SchedulingAttributes attributes) throws PosixException {
		Pointer memory = this.runtime.getMemoryManager().allocateDirect(SCHEDULING_BYTES);
		memory.setMemory(0, SCHEDULING_BYTES, (byte) 0);
		memory.putInt(0, SCHEDULING_BYTES);
		memory.putInt(POLICY_OFFSET, attributes.policy());
		memory.putInt(NICE_OFFSET, attributes.nice());
		memory.putLong(RUNTIME_OFFSET, attributes.sliceNanos());
		call("sched_setattr", this.scheduling.orElseThrow().set(), thread, memory, 0);
	}

	private void call(String name, long number, long thread, Pointer memory, long third) throws PosixException {
		try {
			if (this.functions.syscall(number, thread, memory, third, 0) < 0) {
				throw new PosixException(name, this.runtime.getLastError(), "thread " + thread);
			}
		}
		finally {
			Reference.reachabilityFence(memory);
		}
	}

	/**
	 * Lays out a {@code struct sock_fprog} (u16 count, padding, pointer) with the
	 * instructions right behind it, so that one object keeps both alive.
	 */
	private Pointer programHeader(int headerBytes, byte[] program) {
		Pointer memory = this.runtime.getMemoryManager().allocateDirect(headerBytes + program.length);
		memory.putShort(0, (short) (program.length / INSTRUCTION_BYTES));
		memory.putAddress(this.runtime.addressSize(), memory.address() + headerBytes);
		memory.put(headerBytes, program, 0, program.length);
		return memory;
	}

	/**
	 * Initialized by the first call: loading costs too much to be done by whoever merely
	 * mentions the class.
	 */
	private static final class Binding {

		static final @Nullable Posix POSIX;

		static final @Nullable Throwable FAILURE;

		static {
			Posix posix = null;
			Throwable failure = null;
			try {
				posix = new Posix(LibraryLoader.create(LibC.Functions.class)
					.failImmediately()
					.option(LibraryOption.SaveError, true)
					.load("c"));
			}
			catch (LinkageError | RuntimeException ex) {
				failure = ex;
			}
			POSIX = posix;
			FAILURE = failure;
		}

	}

}
