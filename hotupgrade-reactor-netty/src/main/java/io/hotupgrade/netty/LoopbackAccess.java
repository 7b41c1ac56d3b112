package io.hotupgrade.netty;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.function.Function;

import io.hotupgrade.server.PrivateListener;
import org.jspecify.annotations.Nullable;
import reactor.netty.ChannelBindException;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerConfig;
import reactor.netty.http.server.ProxyProtocolSupportType;

/**
 * How the process reaches its own server: by one more server, on any free port of the
 * loopback address, with the same threads, the same settings of HTTP and the same
 * handler.
 */
final class LoopbackAccess {

	private final HttpServer configured;

	private volatile @Nullable HttpServerConfig complete;

	/**
	 * Creates the access.
	 * @param configured the server of the clients, without what handles requests
	 */
	LoopbackAccess(HttpServer configured) {
		this.configured = configured;
	}

	/**
	 * Tells all of the server's configuration.
	 * @param config the configuration of the server that is about to be bound
	 */
	void completed(HttpServerConfig config) {
		this.complete = config;
	}

	PrivateListener open(boolean recorded) throws IOException {
		HttpServerConfig config = this.complete;
		if (config == null) {
			throw new IOException("The server has not been started");
		}
		LoopbackListener opened = new LoopbackListener();
		HttpServer server = this.configured.noSSL()
			.protocol(HttpProtocol.HTTP11)
			.proxyProtocol(ProxyProtocolSupportType.OFF)
			.metrics(false, Function.identity())
			.childObserve(config.childObserver())
			.doOnChannelInit((observer, channel, address) -> opened.admit(channel))
			.bindAddress(() -> new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
		if (!recorded) {
			server = server.accessLog(false);
		}
		if (config.isSecure()) {
			server = server.forwarded((connection, request) -> connection.withScheme("https"));
		}
		try {
			opened.listensOn(server.bindNow());
		}
		catch (ChannelBindException ex) {
			throw new IOException("The server could not be reached by this process itself", ex);
		}
		return opened;
	}

}
