package io.hotupgrade.netty;

import java.util.ArrayDeque;
import java.util.Queue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufHolder;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.FileRegion;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http2.Http2Frame;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;

/**
 * Counts the requests of a connection of HTTP/1 as they are decoded, before Reactor Netty
 * sorts them, and makes the last response say that it is the last.
 */
final class Http1Tracking extends ChannelDuplexHandler {

	private final NettyConnection connection;

	/** Those that have begun to arrive, of which the first is being served. */
	private final Queue<Http1Request> unanswered = new ArrayDeque<>();

	/** The one that arrives now. */
	private @Nullable Http1Request arriving;

	/** Whether the client has not said that no request follows. */
	private boolean persistent = true;

	private @Nullable HeldResponse held;

	Http1Tracking(NettyConnection connection) {
		this.connection = connection;
	}

	@Override
	public void channelRead(ChannelHandlerContext ctx, Object message) throws Exception {
		if (message instanceof Http2Frame) {
			speakHttp2(ctx, message);
			return;
		}
		if (this.connection.hasSaidLast()) {
			ReferenceCountUtil.release(message);
			return;
		}
		if (message instanceof HttpRequest request && this.persistent) {
			begin(request);
		}
		if (message instanceof LastHttpContent && this.arriving != null) {
			this.arriving.received();
			this.arriving = null;
		}
		if (message instanceof CloseWebSocketFrame) {
			this.connection.closeFrame();
		}
		ctx.fireChannelRead(message);
	}

	/** Stands behind the codec of HTTP/2 then, which has taken the place of the other. */
	private void speakHttp2(ChannelHandlerContext ctx, Object frame) {
		Http2Tracking streams = new Http2Tracking(this.connection);
		ctx.pipeline().replace(this, null, streams);
		streams.channelRead(ctx.pipeline().context(streams), frame);
	}

	private void begin(HttpRequest request) {
		Http1Request begun = new Http1Request(request, this.connection.tracking());
		this.persistent = HttpUtil.isKeepAlive(request);
		this.arriving = begun;
		this.unanswered.add(begun);
		this.connection.serves(this.unanswered.peek());
		this.connection.begin(begun.tracked());
	}

	@Override
	public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
		Http1Request request = this.unanswered.peek();
		if (request == null) {
			if (message instanceof CloseWebSocketFrame) {
				this.connection.closeFrame();
			}
			ctx.write(message, promise);
			return;
		}
		if (message instanceof HttpResponse response && isInformational(response)) {
			ctx.write(message, promise);
			return;
		}
		ChannelPromise written = promise.unvoid();
		if (message instanceof LastHttpContent) {
			written.addListener((done) -> ended(ctx, request, done.isSuccess()));
		}
		request.sends(length(message));
		if (this.held != null) {
			this.held.add(message, written);
		}
		else if (message instanceof HttpResponse response) {
			respond(ctx, request, response, written);
		}
		else {
			ctx.write(message, written);
		}
	}

	private static long length(Object message) {
		if (message instanceof ByteBuf bytes) {
			return bytes.readableBytes();
		}
		if (message instanceof ByteBufHolder holder) {
			return holder.content().readableBytes();
		}
		return (message instanceof FileRegion file) ? file.count() : 0;
	}

	private static boolean isInformational(HttpResponse response) {
		return response.status().codeClass() == HttpStatusClass.INFORMATIONAL
				&& response.status().code() != HttpResponseStatus.SWITCHING_PROTOCOLS.code();
	}

	private void respond(ChannelHandlerContext ctx, Http1Request request, HttpResponse response,
			ChannelPromise promise) {
		if (response.status().code() == HttpResponseStatus.SWITCHING_PROTOCOLS.code()) {
			request.responding(response);
			this.connection.upgraded(response.headers().get(HttpHeaderNames.UPGRADE, ""), request.path());
			ctx.write(response, promise);
		}
		else if (this.connection.leaves() && HttpUtil.isKeepAlive(response) && mayBeLast(request)) {
			hold(ctx, request, response, promise);
		}
		else {
			request.responding(response);
			ctx.write(response, promise);
		}
	}

	private boolean mayBeLast(Http1Request request) {
		return !request.isReceived() || this.unanswered.size() == 1;
	}

	/**
	 * A pipelined request that has arrived would be thrown away with the connection. Its
	 * own response ends the connection instead.
	 */
	private void hold(ChannelHandlerContext ctx, Http1Request request, HttpResponse response, ChannelPromise promise) {
		HeldResponse holding = new HeldResponse(ctx);
		this.held = holding;
		holding.add(response, promise);
		if (request.isReceived()) {
			ctx.read();
		}
		NextPass.run(ctx.channel().eventLoop(), () -> {
			if (this.held == holding) {
				boolean more = request.isReceived() && (this.unanswered.size() > 1 || this.connection.holdsPart());
				release(request, response, !more);
			}
		});
	}

	private void release(Http1Request request, HttpResponse response, boolean last) {
		if (last && this.connection.leaves()) {
			HttpUtil.setKeepAlive(response, false);
			this.connection.saidLast();
		}
		request.responding(response);
		HeldResponse holding = this.held;
		this.held = null;
		holding.release();
	}

	private void ended(ChannelHandlerContext ctx, Http1Request request, boolean whole) {
		if (!this.unanswered.remove(request)) {
			return;
		}
		if (whole && request.isCutShort()) {
			this.connection.endedEarly(request.tracked());
		}
		request.responded();
		this.connection.serves(this.unanswered.peek());
		this.connection.end(request.tracked());
		if (this.connection.hasSaidLast()) {
			ctx.close();
		}
	}

	@Override
	public void flush(ChannelHandlerContext ctx) {
		if (this.held != null) {
			this.held.flush();
		}
		else {
			ctx.flush();
		}
	}

	/** What was written before is sent before. */
	@Override
	public void close(ChannelHandlerContext ctx, ChannelPromise promise) {
		HeldResponse holding = this.held;
		if (holding != null) {
			this.held = null;
			holding.flush();
			holding.release();
		}
		ctx.close(promise);
	}

	@Override
	public void handlerRemoved(ChannelHandlerContext ctx) {
		HeldResponse holding = this.held;
		if (holding != null) {
			this.held = null;
			holding.drop();
		}
	}

}
