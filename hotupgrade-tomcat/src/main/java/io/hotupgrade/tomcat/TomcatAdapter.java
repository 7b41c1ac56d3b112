package io.hotupgrade.tomcat;

import io.hotupgrade.server.ServerRegistry;
import io.hotupgrade.server.support.DrainHooks;
import org.apache.catalina.connector.Connector;

/**
 * Makes the connectors of an embedded Tomcat take part in upgrades: they are bound as a
 * {@link ServerRegistry} plans it, their requests and connections are known, and their
 * settings are kept. A connector has to be made with {@link #PROTOCOL}.
 * <p>
 * Connectors of other protocols (NIO2, AJP) are left as they are.
 *
 * @since 0.1.0
 */
public final class TomcatAdapter {

	/** Name of the class that has to be the connector's protocol: HTTP on NIO. */
	public static final String PROTOCOL = ReusePortHttp11Protocol.class.getName();

	private final TomcatServer server;

	/**
	 * Creates the adapter of a server.
	 * @param serverName the server's name, {@code server} or {@code management}
	 * @param registry where the server gets its instructions
	 * @param hooks what the application contributes to a drain
	 */
	public TomcatAdapter(String serverName, ServerRegistry registry, DrainHooks hooks) {
		this.server = new TomcatServer(serverName, registry, hooks);
	}

	/**
	 * Makes a connector take part. To be called before it is started.
	 * @param connector the connector
	 * @return {@code false} if its protocol is another one than {@link #PROTOCOL}: it
	 * does not take part
	 */
	public boolean attach(Connector connector) {
		if (connector.getProtocolHandler() instanceof ReusePortHttp11Protocol protocol) {
			protocol.attach(this.server);
			this.server.setLoopbackAccess(new LoopbackAccess(connector, protocol));
			return true;
		}
		return false;
	}

}
