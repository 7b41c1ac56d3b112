package io.hotupgrade.undertow;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.web.embedded.undertow.ConfigurableUndertowWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.core.Ordered;

import io.hotupgrade.server.ServerRegistry;

/**
 * Makes an embedded Undertow upgradable.
 */
public final class UndertowReusePortCustomizer
		implements WebServerFactoryCustomizer<ConfigurableUndertowWebServerFactory>, Ordered, DisposableBean {

	/**
	 * Creates the customizer of one server.
	 * @param serverName the server's name, unique in the process
	 * @param registry where the server is made known
	 */
	public UndertowReusePortCustomizer(String serverName, ServerRegistry registry) {
	}

	@Override
	public void customize(ConfigurableUndertowWebServerFactory factory) {
	}

	@Override
	public int getOrder() {
		return Ordered.LOWEST_PRECEDENCE;
	}

	@Override
	public void destroy() {
	}

}
