package io.hotupgrade.undertow;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.hotupgrade.server.ServerRegistry;
import io.hotupgrade.server.support.DrainHooks;
import io.undertow.Undertow;
import io.undertow.servlet.api.DeploymentInfo;

/**
 * Makes an embedded Undertow take part in upgrades: its listeners are bound as a
 * {@link ServerRegistry} plans it, its requests and connections are known, and its
 * settings are kept, including those of its threads.
 * <p>
 * Only servlet applications are supported.
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
	 * Shuts down the threads of a server that failed to start. One that was started has
	 * shut them down when it stopped.
	 */
	public void release() {
		this.workerSources.forEach(WorkerSource::release);
	}

}
