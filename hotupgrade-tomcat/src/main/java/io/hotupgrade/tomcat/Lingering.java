package io.hotupgrade.tomcat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Queue;

import io.hotupgrade.server.support.TrackedConnection;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads connections to their end whose own end has been sent, and throws away what comes:
 * closing them at once would reset them if the client still sends, and the client might
 * lose what it has not read yet. One thread for all of them, while there are any.
 */
final class Lingering {

	private static final Logger logger = LoggerFactory.getLogger(Lingering.class);

	private static final int LOOK_MILLIS = 250;

	private static final int BUFFER_SIZE = 16 * 1024;

	private final Queue<Guest> coming = new ArrayDeque<>();

	private @Nullable Selector selector;

	/**
	 * Takes over a connection.
	 * @param channel the connection, from which nobody else reads
	 * @param close closes it
	 * @throws IOException if it cannot be watched
	 */
	synchronized void add(SocketChannel channel, Runnable close) throws IOException {
		if (this.selector == null) {
			this.selector = Selector.open();
			Thread thread = new Thread(new Reading(this.selector), "hotupgrade-linger");
			thread.setDaemon(true);
			thread.start();
		}
		this.coming.add(new Guest(channel, close, System.nanoTime() + TrackedConnection.LINGER.toNanos()));
		this.selector.wakeup();
	}

	private synchronized Guest next() {
		return this.coming.poll();
	}

	/**
	 * Whether nobody is left and nobody has come: then the next one needs a new thread.
	 */
	private synchronized boolean endIfEmpty(Selector ending) {
		if (!this.coming.isEmpty() || !ending.keys().isEmpty()) {
			return false;
		}
		this.selector = null;
		return true;
	}

	private record Guest(SocketChannel channel, Runnable close, long until) {

	}

	private final class Reading implements Runnable {

		private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_SIZE);

		private final Selector selector;

		Reading(Selector selector) {
			this.selector = selector;
		}

		@Override
		public void run() {
			try (Selector closedAtTheEnd = this.selector) {
				while (!endIfEmpty(closedAtTheEnd)) {
					closedAtTheEnd.select(LOOK_MILLIS);
					closedAtTheEnd.selectedKeys().forEach(this::read);
					closedAtTheEnd.selectedKeys().clear();
					closedAtTheEnd.keys().forEach(this::closeIfOver);
					for (Guest guest = next(); guest != null; guest = next()) {
						register(guest);
					}
				}
			}
			catch (IOException ex) {
				logger.warn("Connections that have ended could not be read to the client's end", ex);
			}
		}

		private void register(Guest guest) {
			try {
				guest.channel().register(this.selector, SelectionKey.OP_READ, guest);
			}
			catch (ClosedChannelException ex) {
				guest.close().run();
			}
		}

		private void read(SelectionKey key) {
			Guest guest = (Guest) key.attachment();
			try {
				int count;
				do {
					this.buffer.clear();
					count = guest.channel().read(this.buffer);
				}
				while (count > 0);
				if (count == 0) {
					return;
				}
			}
			catch (IOException | CancelledKeyException ex) {
				// Reset by the client, which is an end, too.
			}
			end(key);
		}

		private void closeIfOver(SelectionKey key) {
			if (key.isValid() && System.nanoTime() - ((Guest) key.attachment()).until() >= 0) {
				end(key);
			}
		}

		private void end(SelectionKey key) {
			key.cancel();
			((Guest) key.attachment()).close().run();
		}

	}

}
