package io.hotupgrade.undertow;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

import io.hotupgrade.server.ServerRegistry;
import io.hotupgrade.server.support.DrainHooks;
import io.undertow.Undertow;
import io.undertow.server.HttpServerExchange;
import io.undertow.servlet.api.DeploymentInfo;
import org.jspecify.annotations.Nullable;

/**
 * Makes an embedded Undertow take part in upgrades: its listeners are bound as a
 * {@link ServerRegistry} plans it, its requests and connections are known, and its
 * settings are kept, including those of its threads.
 *
 * @since 0.1.0
 */
public final class UndertowAdapter {

	private final UndertowServer server;

	private final List<WorkerSource> workerSources = new CopyOnWriteArrayList<>();

	/**
	 * Creates the adapter of a server.
	 * @param serverName the server's name, {@code server} or {@code management}
	 * @param registry where the server gets its instructions
	 * @param hooks what the application contributes to a drain
	 */
	public UndertowAdapter(String serverName, ServerRegistry registry, DrainHooks hooks) {
		this.server = new UndertowServer(serverName, registry, hooks);
	}

	/**
	 * Makes the requests of an application known. To be called before it is deployed.
	 * @param deployment the application
	 */
	public void attach(DeploymentInfo deployment) {
		deployment.addInitialHandlerChainWrapper(this.server::wrap).addOuterHandlerChainWrapper(WarmUpMark::new);
	}

	/**
	 * Makes the requests of a server known whose handler is no deployment: of all that
	 * come by the listeners that it has now.
	 * @param builder what the server will be built by
	 */
	public void attachHandler(Undertow.Builder builder) {
		new ListenerHandlers(builder).wrap(this.server::wrap);
	}

	/**
	 * Makes the listeners of a server take part. To be called after all that is set on
	 * the builder, so that the threads are made with it.
	 * @param builder what the server will be built by
	 * @param secure whether clients reach it by TLS
	 */
	public void attach(Undertow.Builder builder, boolean secure) {
		BuilderSettings settings = new BuilderSettings(builder);
		WorkerSource source = settings.workerSource();
		this.server.setLoopbackAccess(new LoopbackAccess(settings, source, secure));
		this.workerSources.add(source);
		builder.setWorker(new ReusePortWorker(source, this.server));
	}

	/**
	 * Shows where an application without servlets keeps the attributes of a request, of
	 * which {@link io.hotupgrade.server.DrainAttributes} are some.
	 * @param exchange the request
	 * @param attributes gives an attribute's value, or {@code null} if there is none;
	 * asked by any thread as long as the request is in flight
	 */
	public static void showAttributes(HttpServerExchange exchange, Function<String, @Nullable Object> attributes) {
		UndertowRequest.show(exchange, attributes);
	}

	/**
	 * Whether a request is one of a warm-up. No client can make it look so. To be asked
	 * before the application deals with it: only then it is left out of the access log.
	 * @param exchange the request of an application without servlets
	 * @return whether it came by a private listener
	 */
	public static boolean isWarmUp(HttpServerExchange exchange) {
		return WarmUpMark.leaveOut(exchange);
	}

	/**
	 * Shuts down the threads of a server that failed to start. One that was started has
	 * shut them down when it stopped.
	 */
	public void release() {
		this.workerSources.forEach(WorkerSource::release);
	}

}
