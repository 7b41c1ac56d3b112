package io.hotupgrade.undertow;

import java.util.List;
import java.util.function.UnaryOperator;

import io.undertow.Undertow;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;
import org.xnio.OptionMap;

/**
 * What handles the requests of a builder's listeners. The handler that they share is not
 * known yet while the builder is customized, so each gets one of its own, which passes
 * its requests on to that.
 */
final class ListenerHandlers {

	private final Undertow.Builder builder;

	private final BuilderSettings settings;

	ListenerHandlers(Undertow.Builder builder) {
		this.builder = builder;
		this.settings = new BuilderSettings(builder);
	}

	/**
	 * Wraps the handlers of all listeners that there are.
	 * @param wrapper makes a handler of the one that is there
	 */
	void wrap(UnaryOperator<HttpHandler> wrapper) {
		List<?> listeners = this.settings.listeners();
		List<Undertow.ListenerBuilder> wrapped = listeners.stream().map((listener) -> wrap(listener, wrapper)).toList();
		listeners.clear();
		wrapped.forEach(this.builder::addListener);
	}

	private Undertow.ListenerBuilder wrap(Object listener, UnaryOperator<HttpHandler> wrapper) {
		HttpHandler own = read(listener, "rootHandler", HttpHandler.class);
		return new Undertow.ListenerBuilder().setType(read(listener, "type", Undertow.ListenerType.class))
			.setPort(read(listener, "port", Integer.class))
			.setHost(read(listener, "host", String.class))
			.setKeyManagers(read(listener, "keyManagers", KeyManager[].class))
			.setTrustManagers(read(listener, "trustManagers", TrustManager[].class))
			.setSslContext(read(listener, "sslContext", SSLContext.class))
			.setOverrideSocketOptions(read(listener, "overrideSocketOptions", OptionMap.class))
			.setUseProxyProtocol(read(listener, "useProxyProtocol", Boolean.class))
			.setRootHandler(wrapper.apply((own != null) ? own : new SharedHandler(this.settings)));
	}

	private static <T> T read(Object listener, String name, Class<T> type) {
		return BuilderSettings.read(listener, listener.getClass(), name, type);
	}

	/**
	 * The one that is set on the builder in the end.
	 */
	private static final class SharedHandler implements HttpHandler {

		private final BuilderSettings settings;

		private volatile @Nullable HttpHandler known;

		SharedHandler(BuilderSettings settings) {
			this.settings = settings;
		}

		@Override
		public void handleRequest(HttpServerExchange exchange) throws Exception {
			HttpHandler handler = this.known;
			if (handler == null) {
				handler = this.settings.rootHandler();
				this.known = handler;
			}
			handler.handleRequest(exchange);
		}

	}

}
