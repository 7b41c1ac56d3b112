package io.hotupgrade.netty;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.hotupgrade.server.support.Http2Link;
import io.hotupgrade.server.support.RequestTracking;
import io.hotupgrade.server.support.TrackedRequest;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http2.DefaultHttp2GoAwayFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2FrameStream;
import io.netty.handler.codec.http2.Http2GoAwayFrame;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2ResetFrame;
import org.jspecify.annotations.Nullable;

/**
 * Counts the requests of a connection of HTTP/2, and says GOAWAY on it. Stands between
 * Netty's codec, which makes frames of bytes, and what makes a channel of each stream.
 */
final class Http2Tracking extends ChannelDuplexHandler implements Http2Link {

	private final Owner owner;

	private final Map<Http2FrameStream, Http2Request> streams = new ConcurrentHashMap<>();

	private volatile ChannelHandlerContext context;

	Http2Tracking(Owner owner) {
		this.owner = owner;
	}

	@Override
	public void handlerAdded(ChannelHandlerContext ctx) {
		this.context = ctx;
		this.owner.speaksHttp2(this);
	}

	@Nullable Http2Request find(Http2FrameStream stream) {
		return this.streams.get(stream);
	}

	/** Whether a request is in flight. */
	boolean hasStreams() {
		return !this.streams.isEmpty();
	}

	@Override
	public void channelRead(ChannelHandlerContext ctx, Object frame) {
		if (frame instanceof Http2HeadersFrame headers) {
			Http2Request request = this.streams.get(headers.stream());
			if (request == null && headers.headers().method() != null) {
				request = begin(headers);
			}
			received(request, headers.isEndStream());
		}
		else if (frame instanceof Http2DataFrame data) {
			received(this.streams.get(data.stream()), data.isEndStream());
		}
		else if (frame instanceof Http2ResetFrame reset) {
			end(reset.stream());
		}
		ctx.fireChannelRead(frame);
		if (frame instanceof Http2GoAwayFrame) {
			this.owner.clientLeaves();
		}
	}

	private Http2Request begin(Http2HeadersFrame headers) {
		Http2Request request = new Http2Request(headers.headers(), this.owner.tracking());
		this.streams.put(headers.stream(), request);
		this.owner.begin(request.tracked());
		return request;
	}

	private static void received(@Nullable Http2Request request, boolean end) {
		if (request != null && end) {
			request.received();
		}
	}

	@Override
	public void write(ChannelHandlerContext ctx, Object frame, ChannelPromise promise) {
		if (frame instanceof Http2HeadersFrame headers) {
			Http2Request request = this.streams.get(headers.stream());
			if (request != null && isResponse(headers)) {
				request.responding(headers.headers());
			}
			write(ctx, frame, promise, headers.isEndStream() ? headers.stream() : null);
		}
		else if (frame instanceof Http2DataFrame data) {
			Http2Request request = this.streams.get(data.stream());
			if (request != null) {
				request.sends(data.content().readableBytes());
			}
			write(ctx, frame, promise, data.isEndStream() ? data.stream() : null);
		}
		else if (frame instanceof Http2ResetFrame reset) {
			Http2Request request = this.streams.get(reset.stream());
			if (request != null) {
				this.owner.endedEarly(request.tracked());
			}
			write(ctx, frame, promise, reset.stream());
		}
		else {
			ctx.write(frame, promise);
		}
	}

	/** And neither trailers nor what comes before it. */
	private static boolean isResponse(Http2HeadersFrame headers) {
		CharSequence status = headers.headers().status();
		return status != null && HttpStatusClass.valueOf(status) != HttpStatusClass.INFORMATIONAL;
	}

	private void write(ChannelHandlerContext ctx, Object frame, ChannelPromise promise,
			@Nullable Http2FrameStream ending) {
		if (ending == null) {
			ctx.write(frame, promise);
			return;
		}
		ChannelPromise written = promise.unvoid();
		written.addListener((done) -> responded(ending, done.isSuccess()));
		ctx.write(frame, written);
	}

	private void responded(Http2FrameStream stream, boolean whole) {
		Http2Request request = this.streams.get(stream);
		if (request != null) {
			if (whole && request.isCutShort()) {
				this.owner.endedEarly(request.tracked());
			}
			request.responded();
			end(stream);
		}
	}

	private void end(Http2FrameStream stream) {
		Http2Request request = this.streams.remove(stream);
		if (request != null) {
			this.owner.end(request.tracked());
		}
	}

	@Override
	public void channelInactive(ChannelHandlerContext ctx) {
		this.streams.clear();
		ctx.fireChannelInactive();
	}

	@Override
	public void sendNotice() {
		this.context
			.writeAndFlush(new DefaultHttp2GoAwayFrame(Http2Error.NO_ERROR).setExtraStreamIds(Integer.MAX_VALUE));
	}

	@Override
	public boolean sendLast() {
		if (hasStreams()) {
			return false;
		}
		this.owner.saidLast();
		this.context.writeAndFlush(new DefaultHttp2GoAwayFrame(Http2Error.NO_ERROR))
			.addListener((sent) -> this.context.close());
		return true;
	}

	/**
	 * Whose streams they are.
	 */
	interface Owner {

		/**
		 * Tells that HTTP/2 is spoken, and its settings have been sent.
		 * @param streams the connection's streams
		 */
		void speaksHttp2(Http2Tracking streams);

		/**
		 * What tracks the server's requests.
		 * @return what does
		 */
		RequestTracking tracking();

		/**
		 * Tells that a request has begun.
		 * @param request the request
		 */
		void begin(TrackedRequest request);

		/**
		 * Tells that a request is over.
		 * @param request the request
		 */
		void end(TrackedRequest request);

		/**
		 * Tells that a response has ended before its end.
		 * @param request the request
		 */
		void endedEarly(TrackedRequest request);

		/** Tells that the client has said that it goes. */
		void clientLeaves();

		/** Tells that the connection is closed behind what has just been sent. */
		void saidLast();

	}

}
