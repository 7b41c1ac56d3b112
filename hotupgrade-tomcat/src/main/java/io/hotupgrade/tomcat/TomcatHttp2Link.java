package io.hotupgrade.tomcat;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;

import io.hotupgrade.server.support.Http2Link;
import org.apache.coyote.http2.DrainableHttp2Protocol;
import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.NioEndpoint.NioSocketWrapper;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes leave of an HTTP/2 connection.
 */
final class TomcatHttp2Link implements Http2Link {

	private static final Logger logger = LoggerFactory.getLogger(TomcatHttp2Link.class);

	private final DrainableHttp2Protocol.Connection http2;

	private final SocketChannel channel;

	private final @Nullable SocketWrapperBase<NioChannel> wrapper;

	private final Runnable finish;

	private final Runnable cut;

	/**
	 * Creates the link.
	 * @param http2 the HTTP/2 connection
	 * @param channel what it is made of
	 * @param wrapper what Tomcat knows of it, or {@code null}
	 * @param finish ends the connection behind all that has been sent
	 * @param cut closes it
	 */
	TomcatHttp2Link(DrainableHttp2Protocol.Connection http2, SocketChannel channel,
			@Nullable SocketWrapperBase<NioChannel> wrapper, Runnable finish, Runnable cut) {
		this.http2 = http2;
		this.channel = channel;
		this.wrapper = wrapper;
		this.finish = finish;
		this.cut = cut;
	}

	@Override
	public void sendNotice() {
		send(this.http2::sendNotice);
	}

	/**
	 * Tomcat would answer what the client still sends, a PING for example, which is not
	 * possible behind the end: so it does not read any more.
	 */
	@Override
	public boolean sendLast() {
		if (this.wrapper instanceof NioSocketWrapper nio) {
			suspendReading(nio);
			if (this.http2.hasStreams() || SocketInput.waits(nio)) {
				nio.registerReadInterest();
				return false;
			}
		}
		send(this.http2::sendLast);
		this.finish.run();
		return true;
	}

	private void suspendReading(NioSocketWrapper nio) {
		SelectionKey key = this.channel.keyFor(nio.getPoller().getSelector());
		if (key != null && key.isValid()) {
			key.interestOpsAnd(~SelectionKey.OP_READ);
			nio.interestOps(nio.interestOps() & ~SelectionKey.OP_READ);
		}
	}

	private void send(Sending sending) {
		try {
			sending.send();
		}
		catch (IOException ex) {
			logger.debug("The client of the HTTP/2 connection {} is gone", this.channel, ex);
			this.cut.run();
		}
	}

	/**
	 * Writes something of the drain's.
	 */
	@FunctionalInterface
	private interface Sending {

		void send() throws IOException;

	}

}
