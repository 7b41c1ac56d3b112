package io.hotupgrade.autoconfigure.boot3;

import io.hotupgrade.server.ServerRegistry;
import io.hotupgrade.server.support.DrainHooks;
import io.hotupgrade.undertow.UndertowAdapter;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.web.embedded.undertow.ConfigurableUndertowWebServerFactory;
import org.springframework.boot.web.embedded.undertow.UndertowReactiveWebServerFactory;
import org.springframework.boot.web.embedded.undertow.UndertowServletWebServerFactory;
import org.springframework.boot.web.server.Ssl;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.core.Ordered;

/**
 * Makes an embedded Undertow take part in upgrades, with servlets or WebFlux. Its
 * settings are kept.
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
			attachListeners(factory, servletFactory.getSsl());
		}
		else if (factory instanceof UndertowReactiveWebServerFactory reactiveFactory) {
			reactiveFactory.addBuilderCustomizers(this.adapter::attachHandler);
			attachListeners(factory, reactiveFactory.getSsl());
		}
		else {
			logger
				.warn("The server '{}' does not take part in upgrades, because it is made by {}: use Spring Boot's own "
						+ "factory", this.serverName, factory.getClass().getName());
		}
	}

	private void attachListeners(ConfigurableUndertowWebServerFactory factory, @Nullable Ssl ssl) {
		boolean secure = Ssl.isEnabled(ssl);
		factory.addBuilderCustomizers((builder) -> this.adapter.attach(builder, secure));
	}

	@Override
	public void destroy() {
		this.adapter.release();
	}

}
