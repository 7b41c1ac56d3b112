package io.hotupgrade.undertow;

import java.net.InetAddress;

import io.undertow.Undertow;

import org.springframework.boot.web.embedded.undertow.UndertowBuilderCustomizer;

/**
 * Adds a listener that speaks the PROXY protocol.
 */
final class ProxyProtocolListener implements UndertowBuilderCustomizer {

	@Override
	public void customize(Undertow.Builder builder) {
		builder.addListener(new Undertow.ListenerBuilder().setType(Undertow.ListenerType.HTTP)
			.setHost(InetAddress.getLoopbackAddress().getHostAddress())
			.setPort(0)
			.setUseProxyProtocol(true));
	}

}
