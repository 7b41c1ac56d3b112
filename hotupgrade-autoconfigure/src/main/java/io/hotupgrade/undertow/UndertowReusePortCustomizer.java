package io.hotupgrade.undertow;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.hotupgrade.server.ServerRegistry;
import io.undertow.Undertow;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.web.embedded.undertow.ConfigurableUndertowWebServerFactory;
import org.springframework.boot.web.embedded.undertow.UndertowServletWebServerFactory;
import org.springframework.boot.web.server.Ssl;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.core.Ordered;

/**
 * Makes an embedded Undertow take part in upgrades: its listeners are bound as a
 * {@link ServerRegistry} plans it, and the server is registered there. Its settings are
 * kept, including those of its threads.
 * <p>
 * Has to be a bean of the context whose server it is for, so that the threads of the
 * server's worker end with the context. Only servlet applications are supported; a
 * reactive one is left as it is, and a warning logged.
 */
public final class UndertowReusePortCustomizer
		implements WebServerFactoryCustomizer<ConfigurableUndertowWebServerFactory>, Ordered, DisposableBean {

	private static final Log logger = LogFactory.getLog(UndertowReusePortCustomizer.class);

	private final UndertowServer server;

	private final List<WorkerSource> workerSources = new CopyOnWriteArrayList<>();

	/**
	 * Create a new customizer.
	 * @param serverName the server's name, {@code server} or {@code management}
	 * @param registry where the server gets its instructions
	 */
	public UndertowReusePortCustomizer(String serverName, ServerRegistry registry) {
		this(serverName, registry, DrainHooks.NONE);
	}

	/**
	 * Create a new customizer for an application that takes part in the drain.
	 * @param serverName the server's name, {@code server} or {@code management}
	 * @param registry where the server gets its instructions
	 * @param hooks what the application contributes
	 */
	public UndertowReusePortCustomizer(String serverName, ServerRegistry registry, DrainHooks hooks) {
		this.server = new UndertowServer(serverName, registry, hooks);
	}

	/**
	 * Comes last, so that the worker is made with what all others have set.
	 */
	@Override
	public int getOrder() {
		return Ordered.LOWEST_PRECEDENCE;
	}

	@Override
	public void customize(ConfigurableUndertowWebServerFactory factory) {
		if (factory instanceof UndertowServletWebServerFactory servletFactory) {
			servletFactory.addDeploymentInfoCustomizers(
					(deployment) -> deployment.addInitialHandlerChainWrapper(this.server::wrap)
						.addOuterHandlerChainWrapper(WarmUpMark::new));
			boolean secure = Ssl.isEnabled(servletFactory.getSsl());
			servletFactory.addBuilderCustomizers((builder) -> useReusePortWorker(builder, secure));
		}
		else {
			logger.warn(
					"Hot upgrades need a servlet application, but this one is served by " + factory.getClass().getName()
							+ ": the server '" + this.server.name() + "' does not take part in upgrades");
		}
	}

	private void useReusePortWorker(Undertow.Builder builder, boolean secure) {
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
	@Override
	public void destroy() {
		this.workerSources.forEach(WorkerSource::release);
	}

}
