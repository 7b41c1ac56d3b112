package io.hotupgrade.autoconfigure.boot3;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.web.embedded.undertow.ConfigurableUndertowWebServerFactory;
import org.springframework.boot.web.embedded.undertow.UndertowServletWebServerFactory;
import org.springframework.boot.web.server.Ssl;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.core.Ordered;

import io.hotupgrade.server.ServerRegistry;
import io.hotupgrade.server.support.DrainHooks;
import io.hotupgrade.undertow.UndertowAdapter;

/**
 * Makes an embedded Undertow take part in upgrades. Its settings are kept. Only servlet
 * applications are supported; a reactive one is left as it is, and a warning logged.
 * <p>
 * Has to be a bean of the context whose server it is for, so that the threads of the
 * server's worker end with the context.
 */
final class UndertowUpgradeCustomizer
		implements WebServerFactoryCustomizer<ConfigurableUndertowWebServerFactory>, Ordered, DisposableBean {

	private static final Logger logger = LoggerFactory.getLogger(UndertowUpgradeCustomizer.class);

	private final String serverName;

	private final UndertowAdapter adapter;

	UndertowUpgradeCustomizer(String serverName, ServerRegistry registry, DrainHooks hooks) {
		this.serverName = serverName;
		this.adapter = new UndertowAdapter(serverName, registry, hooks);
	}

	/** Comes last, so that the worker is made with what all others have set. */
	@Override
	public int getOrder() {
		return Ordered.LOWEST_PRECEDENCE;
	}

	@Override
	public void customize(ConfigurableUndertowWebServerFactory factory) {
		if (factory instanceof UndertowServletWebServerFactory servletFactory) {
			servletFactory.addDeploymentInfoCustomizers(this.adapter::attach);
			boolean secure = Ssl.isEnabled(servletFactory.getSsl());
			servletFactory.addBuilderCustomizers((builder) -> this.adapter.attach(builder, secure));
		}
		else {
			logger.warn("Hot upgrades need a servlet application, but this one is served by {}: the server '{}' does "
					+ "not take part in upgrades", factory.getClass().getName(), this.serverName);
		}
	}

	@Override
	public void destroy() {
		this.adapter.release();
	}

}
