package io.hotupgrade.undertow;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

import io.undertow.protocols.http2.Http2Channel;
import io.undertow.server.AbstractServerConnection;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.ServerConnection;
import org.xnio.IoUtils;
import org.xnio.StreamConnection;

/**
 * An accepted connection and what is known of it.
 */
final class TrackedConnection extends RequestCount {

	private final StreamConnection channel;

	private final Endpoints endpoints;

	private final PeekingSourceConduit source;

	private final long acceptedAt = System.nanoTime();

	private volatile StreamConnection httpChannel;

	private volatile Http2Channel http2Channel;

	private volatile boolean upgraded;

	private boolean taskWaits;

	private final Drain drain;

	private final Http2Draining http2Draining = new Http2Draining(this);

	TrackedConnection(StreamConnection channel, Drain drain) {
		this.channel = channel;
		this.drain = drain;
		this.endpoints = Endpoints.of(channel);
		this.source = new PeekingSourceConduit(channel.getSourceChannel().getConduit());
		channel.getSourceChannel().setConduit(this.source);
	}

	Endpoints endpoints() {
		return this.endpoints;
	}

	PeekingSourceConduit source() {
		return this.source;
	}

	/**
	 * When the connection was accepted.
	 * @return a value of {@link System#nanoTime()}
	 */
	long acceptedAt() {
		return this.acceptedAt;
	}

	/**
	 * Tells which of Undertow's connections sits on this one, once that is known, which
	 * is when it has read a request.
	 * @param connection Undertow's connection
	 */
	void carries(ServerConnection connection) {
		if (connection instanceof AbstractServerConnection http) {
			this.httpChannel = http.getChannel();
		}
		else {
			this.http2Channel = Http2Channels.of(connection);
		}
	}

	/**
	 * The connection at the level of HTTP, above TLS.
	 * @return the connection, or the accepted one as long as no request has been read
	 */
	StreamConnection httpChannel() {
		StreamConnection http = this.httpChannel;
		return (http != null) ? http : this.channel;
	}

	/**
	 * The HTTP/2 connection.
	 * @return the connection, or {@code null} if HTTP/2 is not spoken
	 */
	Http2Channel http2Channel() {
		return this.http2Channel;
	}

	/**
	 * Whether the connection is open, no request is in flight and, as far as this server
	 * has read, none has begun to arrive. With HTTP/2 bytes that arrive need not belong
	 * to a request.
	 * @return {@code true} if idle
	 */
	boolean idle() {
		return inFlight() == 0 && !this.upgraded && this.channel.isOpen()
				&& (this.http2Channel != null || !this.source.arriving());
	}

	@Override
	void ending(HttpServerExchange exchange) {
		if (exchange.isUpgrade()) {
			this.upgraded = true;
		}
		boolean pipelined = exchange.getConnection() instanceof AbstractServerConnection http
				&& http.getExtraBytes() != null;
		this.source.settle(pipelined);
	}

	@Override
	void ended() {
		drain();
	}

	/**
	 * Does what HTTP/2 needs while the server drains. HTTP/1 says all in its responses.
	 */
	void drain() {
		if (this.http2Channel != null && this.drain.active()) {
			this.http2Draining.proceed(this.drain.duration());
		}
	}

	/**
	 * Runs a task on the thread that reads from and writes to this connection.
	 * @param task the task. It is dropped if that thread has ended, and the connection
	 * with it
	 */
	void execute(Runnable task) {
		try {
			this.channel.getIoThread().execute(task);
		}
		catch (RejectedExecutionException ex) {
			closeNow();
		}
	}

	/**
	 * Runs a task later, unless one is already going to. To be called on the connection's
	 * own thread, where the task runs, too.
	 * @param task the task
	 * @param delay how much later
	 */
	void executeOnceAfter(Runnable task, Duration delay) {
		if (this.taskWaits) {
			return;
		}
		this.taskWaits = true;
		try {
			this.channel.getIoThread().executeAfter(() -> {
				this.taskWaits = false;
				task.run();
			}, delay.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (RejectedExecutionException ex) {
			closeNow();
		}
	}

	/**
	 * Cuts the connection.
	 */
	void closeNow() {
		IoUtils.safeClose(this.http2Channel, httpChannel(), this.channel);
	}

	/**
	 * Sends all that is written, then the end, then closes. For HTTP/1, on the
	 * connection's own thread.
	 */
	void finish() {
		StreamConnection http = httpChannel();
		try {
			http.getSinkChannel().shutdownWrites();
			http.getSinkChannel().flush();
		}
		catch (IOException ex) {
			// The client is gone, which is as good.
		}
		IoUtils.safeClose(http, this.channel);
	}

}
