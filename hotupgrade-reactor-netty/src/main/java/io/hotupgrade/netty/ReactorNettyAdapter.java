package io.hotupgrade.netty;

import java.util.function.Function;

import io.hotupgrade.server.ServerRegistry;
import io.hotupgrade.server.support.DrainHooks;
import org.jspecify.annotations.Nullable;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.resources.LoopResources;

/**
 * Makes a server of Reactor Netty take part in upgrades, with NIO and with epoll. Its
 * settings are kept.
 *
 * @since 0.1.0
 */
public final class ReactorNettyAdapter implements AutoCloseable {

	private final NettyServer server;

	/**
	 * Creates the adapter of a server.
	 * @param serverName the server's name, {@code server} or {@code management}
	 * @param registry where the server gets its instructions
	 * @param hooks what the application contributes to a drain
	 */
	public ReactorNettyAdapter(String serverName, ServerRegistry registry, DrainHooks hooks) {
		this.server = new NettyServer(serverName, registry, hooks);
	}

	/**
	 * Makes a server take part. To be called when all else has been configured, except
	 * for what handles requests.
	 * @param configured the server
	 * @return the server to be bound
	 */
	public HttpServer attach(HttpServer configured) {
		return this.server.attach(configured);
	}

	/**
	 * Makes threads those of the server, for whoever gives them to it after it was
	 * {@linkplain #attach attached}.
	 * @param loops the threads
	 * @return the threads to be given to the server
	 */
	public LoopResources steer(LoopResources loops) {
		return this.server.steer(loops);
	}

	/**
	 * Tells that the server has been stopped. A server whose listener was closed before
	 * cannot tell that by itself; until then, the process does not end by itself.
	 */
	@Override
	public void close() {
		this.server.stopped();
	}

	/**
	 * Shows where the application keeps the attributes of a request, of which
	 * {@link io.hotupgrade.server.DrainAttributes} are some. Has no effect for requests
	 * of other servers.
	 * @param request the request
	 * @param attributes gives an attribute's value, or {@code null} if there is none;
	 * asked by any thread as long as the request is in flight
	 */
	public static void showAttributes(HttpServerRequest request, Function<String, @Nullable Object> attributes) {
		NettyRequest found = NettyServer.find(ChannelOf.request(request));
		if (found != null) {
			found.show(attributes);
		}
	}

	/**
	 * Whether a request is one of a warm-up. No client can make it look so.
	 * @param request the request
	 * @return whether it came by a private listener
	 */
	public static boolean isWarmUp(HttpServerRequest request) {
		return LoopbackGate.isPassed(ChannelOf.request(request));
	}

}
