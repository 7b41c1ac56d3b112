package io.hotupgrade.netty;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.Map;

import io.netty.channel.ChannelHandler;
import io.netty.channel.CombinedChannelDuplexHandler;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.http.HttpObjectDecoder;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpServerCodec;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What has been read from a connection, and is not enough yet: a part of a TLS record, of
 * a request's head or of an HTTP/2 frame. Netty keeps that to itself.
 */
final class DecoderInput {

	private static final Logger logger = LoggerFactory.getLogger(DecoderInput.class);

	private static final @Nullable DecoderInput ACCESS = access();

	private final Method inbound;

	private final Method readable;

	private final Field state;

	/** That of a decoder that has read nothing, or all of a request. */
	private final Object rest;

	private DecoderInput() throws ReflectiveOperationException {
		this.inbound = CombinedChannelDuplexHandler.class.getDeclaredMethod("inboundHandler");
		this.inbound.setAccessible(true);
		this.readable = ByteToMessageDecoder.class.getDeclaredMethod("actualReadableBytes");
		this.readable.setAccessible(true);
		this.state = HttpObjectDecoder.class.getDeclaredField("currentState");
		this.state.setAccessible(true);
		this.rest = this.state.get(new HttpRequestDecoder());
	}

	private static @Nullable DecoderInput access() {
		try {
			return new DecoderInput();
		}
		catch (ReflectiveOperationException | RuntimeException ex) {
			logger
				.warn("Netty's decoders do not tell what they have read in part. A request that is arriving while its "
						+ "idle connection is closed may be lost", ex);
			return null;
		}
	}

	/**
	 * Whether something has been read in part.
	 * @param pipeline the connection's pipeline
	 * @return whether a decoder waits for more
	 */
	static boolean isPartial(ChannelPipeline pipeline) {
		DecoderInput access = ACCESS;
		if (access == null) {
			return false;
		}
		try {
			for (Map.Entry<String, ChannelHandler> handler : pipeline) {
				if (access.holdsPart(handler.getValue())) {
					return true;
				}
			}
			return false;
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private boolean holdsPart(ChannelHandler handler) throws ReflectiveOperationException {
		if (handler instanceof HttpServerCodec codec) {
			ChannelHandler decoder = (ChannelHandler) this.inbound.invoke(codec);
			return !this.rest.equals(this.state.get(decoder)) || holdsPart(decoder);
		}
		return handler instanceof ByteToMessageDecoder && (int) this.readable.invoke(handler) > 0;
	}

}
