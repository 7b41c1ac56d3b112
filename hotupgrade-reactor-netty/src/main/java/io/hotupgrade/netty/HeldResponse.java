package io.hotupgrade.netty;

import java.nio.channels.ClosedChannelException;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.PendingWriteQueue;

/**
 * A response, and all that is written behind its head, that waits for what the kernel
 * has: only then it is known whether it is the last.
 */
final class HeldResponse {

	private final ChannelHandlerContext context;

	private final PendingWriteQueue writes;

	private boolean flush;

	HeldResponse(ChannelHandlerContext context) {
		this.context = context;
		this.writes = new PendingWriteQueue(context);
	}

	void add(Object message, ChannelPromise promise) {
		this.writes.add(message, promise);
	}

	void flush() {
		this.flush = true;
	}

	/** Writes what was held. */
	void release() {
		this.writes.removeAndWriteAll();
		if (this.flush) {
			this.context.flush();
		}
	}

	/** Gives up what was held, as the connection is closed. */
	void drop() {
		this.writes.removeAndFailAll(new ClosedChannelException());
	}

}
