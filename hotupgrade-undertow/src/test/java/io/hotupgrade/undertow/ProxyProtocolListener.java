package io.hotupgrade.undertow;

import java.net.InetAddress;

import io.undertow.Undertow;
import javax.net.ssl.SSLContext;
import org.springframework.boot.web.embedded.undertow.UndertowBuilderCustomizer;

/**
 * Adds a listener that speaks the PROXY protocol.
 */
final class ProxyProtocolListener implements UndertowBuilderCustomizer {

	private final SSLContext tls;

	/** Speaks HTTP in clear. */
	ProxyProtocolListener() {
		this(null);
	}

	/**
	 * Speaks HTTP over TLS.
	 * @param tls the server's side of it
	 */
	ProxyProtocolListener(SSLContext tls) {
		this.tls = tls;
	}

	@Override
	public void customize(Undertow.Builder builder) {
		builder.addListener(new Undertow.ListenerBuilder()
			.setType((this.tls != null) ? Undertow.ListenerType.HTTPS : Undertow.ListenerType.HTTP)
			.setSslContext(this.tls)
			.setHost(InetAddress.getLoopbackAddress().getHostAddress())
			.setPort(0)
			.setUseProxyProtocol(true));
	}

}
