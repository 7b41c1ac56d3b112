package io.hotupgrade.jetty;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeoutException;

import org.eclipse.jetty.http.HttpParser;
import org.eclipse.jetty.io.AbstractEndPoint;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.internal.HttpConnection;
import org.eclipse.jetty.util.BufferUtil;
import org.jspecify.annotations.Nullable;

/**
 * Jetty's HTTP/1 on a connection that is known to its server.
 */
final class TrackedHttpConnection extends HttpConnection {

	private static final int BUFFER_SIZE = 16 * 1024;

	private volatile @Nullable Owner owner;

	private TrackedHttpConnection(HttpConfiguration configuration, Connector connector, EndPoint endPoint) {
		super(configuration, connector, endPoint);
	}

	void setOwner(Owner owner) {
		this.owner = owner;
	}

	@Nullable Owner owner() {
		return this.owner;
	}

	/**
	 * Whether a request has been read in part.
	 */
	boolean readsRequest() {
		HttpParser parser = getParser();
		return parser.inHeaderState() && !parser.isStart();
	}

	/**
	 * Whether more has been read than the request that is being served, whose body has
	 * been read. To be called by whom serves it.
	 */
	boolean holdsNextRequest() {
		return readsNoBody() && !isRequestBufferEmpty();
	}

	/**
	 * Whether nothing is missing of the request that is being served.
	 */
	boolean readsNoBody() {
		HttpParser parser = getParser();
		return !parser.hasContent() || !parser.inContentState();
	}

	/**
	 * Runs a task while Jetty neither reads nor serves a request, if it waits for one
	 * now: who takes what Jetty would be told by, takes its turn.
	 * @param task the task
	 * @return {@code false} if Jetty is at work, and the task was not run
	 */
	boolean exclusively(Runnable task) {
		return waiting(getEndPoint()) instanceof AbstractEndPoint endPoint
				&& endPoint.getFillInterest().onFail(new Interruption(task));
	}

	/** The one below what a proxy has told of its client, for instance. */
	private static EndPoint waiting(EndPoint endPoint) {
		EndPoint innermost = endPoint;
		while (!(innermost instanceof AbstractEndPoint) && innermost instanceof EndPoint.Wrapper wrapper) {
			innermost = wrapper.unwrap();
		}
		return innermost;
	}

	@Override
	public void onFillInterestedFailed(Throwable cause) {
		Owner known = this.owner;
		if (cause instanceof Interruption interruption) {
			try {
				interruption.task.run();
			}
			finally {
				if (getEndPoint().isOpen()) {
					fillInterested();
				}
			}
			return;
		}
		if (known != null && cause instanceof TimeoutException) {
			known.givenUp();
		}
		super.onFillInterestedFailed(cause);
		if (known != null && getEndPoint().isOutputShutdown()) {
			known.outputEnded();
		}
	}

	/**
	 * Behind its end nothing is served: what the client still sends is read and thrown
	 * away. Jetty would close the connection, and so reset it, and the client might lose
	 * the response that it has not read yet.
	 */
	@Override
	public void onFillable() {
		Owner known = this.owner;
		if (known == null || !known.hasLeft() || !throwAway()) {
			super.onFillable();
		}
	}

	/**
	 * Reads all that has come.
	 * @return {@code false} if the client has ended the connection
	 */
	private boolean throwAway() {
		ByteBuffer buffer = BufferUtil.allocate(BUFFER_SIZE);
		try {
			int count;
			do {
				BufferUtil.clear(buffer);
				count = getEndPoint().fill(buffer);
			}
			while (count > 0);
			if (count < 0) {
				return false;
			}
			fillInterested();
		}
		catch (IOException ex) {
			getEndPoint().close(ex);
		}
		return true;
	}

	/**
	 * Not an error, but the only word that Jetty takes instead of bytes.
	 */
	private static final class Interruption extends Exception {

		private static final long serialVersionUID = 1L;

		private final transient Runnable task;

		Interruption(Runnable task) {
			super("Interrupted by a drain", null, false, false);
			this.task = task;
		}

	}

	/**
	 * Whose connection it is.
	 */
	interface Owner {

		/**
		 * Whether the end of the connection has been sent.
		 * @return whether it has
		 */
		boolean hasLeft();

		/** Tells that the end of the connection may have been sent. */
		void outputEnded();

		/** Tells that the server will not wait for its client any longer. */
		void givenUp();

	}

	/**
	 * Makes connections with the settings of the factory that it replaces.
	 */
	static final class Factory extends HttpConnectionFactory {

		Factory(HttpConnectionFactory replaced) {
			super(replaced.getHttpConfiguration());
			setInputBufferSize(replaced.getInputBufferSize());
			setUseInputDirectByteBuffers(replaced.isUseInputDirectByteBuffers());
			setUseOutputDirectByteBuffers(replaced.isUseOutputDirectByteBuffers());
			ChunkLength.copy(replaced, this);
			replaced.getEventListeners().forEach(this::addEventListener);
		}

		@Override
		public Connection newConnection(Connector connector, EndPoint endPoint) {
			TrackedHttpConnection connection = new TrackedHttpConnection(getHttpConfiguration(), connector, endPoint);
			connection.setUseInputDirectByteBuffers(isUseInputDirectByteBuffers());
			connection.setUseOutputDirectByteBuffers(isUseOutputDirectByteBuffers());
			ChunkLength.copy(this, connection);
			return configure(connection, connector, endPoint);
		}

	}

}
