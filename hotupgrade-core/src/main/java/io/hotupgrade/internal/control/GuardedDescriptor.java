package io.hotupgrade.internal.control;

import java.io.IOException;
import java.nio.channels.Channel;

import io.hotupgrade.internal.log.EngineLog;
import jnr.constants.platform.Shutdown;
import jnr.enxio.channels.Native;
import jnr.enxio.channels.NativeSelectableChannel;

/**
 * A socket that one thread uses in blocking calls and another may end. Closing the
 * descriptor under a thread that is about to use it would be wrong: the kernel gives its
 * number to the next file opened, and the thread would read that one. So anybody may
 * {@linkplain #shutdown() shut down} the socket, which wakes every thread blocked in it,
 * and its user then {@linkplain #release() closes} the descriptor.
 */
final class GuardedDescriptor {

	private static final EngineLog logger = EngineLog.of(GuardedDescriptor.class);

	private final Channel channel;

	private final int number;

	private boolean released;

	<C extends Channel & NativeSelectableChannel> GuardedDescriptor(C channel) {
		this.channel = channel;
		this.number = channel.getFD();
	}

	/**
	 * The descriptor's number.
	 * @return the number, or -1 once it is released
	 */
	synchronized int number() {
		return this.released ? -1 : this.number;
	}

	/** Ends what anybody does or will do with the socket; shutdown(2), both ways. */
	synchronized void shutdown() {
		if (!this.released) {
			Native.shutdown(this.number, Shutdown.SHUT_RDWR.intValue());
		}
	}

	/**
	 * Closes the descriptor; to be called when no thread uses it any more.
	 * @return whether this call closed it
	 */
	synchronized boolean release() {
		if (this.released) {
			return false;
		}
		this.released = true;
		closeQuietly(this.channel);
		return true;
	}

	static void closeQuietly(Channel channel) {
		try {
			channel.close();
		}
		catch (IOException ex) {
			logger.debug("A descriptor was closed with an error, which changes nothing", ex);
		}
	}

}
