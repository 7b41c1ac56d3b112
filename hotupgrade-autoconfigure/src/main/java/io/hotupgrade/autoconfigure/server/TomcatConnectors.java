package io.hotupgrade.autoconfigure.server;

import java.util.Collection;

import io.hotupgrade.server.ServerRegistry;
import io.hotupgrade.server.support.DrainHooks;
import io.hotupgrade.tomcat.TomcatAdapter;
import org.apache.catalina.connector.Connector;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connectors of an embedded Tomcat, whatever generation of Spring Boot creates it.
 * That of Boot takes part in upgrades, with its settings, unless the application has
 * chosen its protocol; those that the application adds do if they have ours. Others are
 * left as they are.
 *
 * @since 0.1.0
 */
public final class TomcatConnectors {

	private static final String DEFAULT_PROTOCOL = "org.apache.coyote.http11.Http11NioProtocol";

	private static final Logger logger = LoggerFactory.getLogger(TomcatConnectors.class);

	private final String serverName;

	/** Is there where Tomcat is one that it fits. */
	private final @Nullable TomcatAdapter adapter;

	/**
	 * Creates the connectors of a server.
	 * @param serverName the server's name, {@code server} or {@code management}
	 * @param registry where the server gets its instructions
	 * @param hooks what the application contributes
	 */
	public TomcatConnectors(String serverName, ServerRegistry registry, DrainHooks hooks) {
		this.serverName = serverName;
		this.adapter = AdapterFit.TOMCAT.obstacle().isEmpty() ? new TomcatAdapter(serverName, registry, hooks) : null;
	}

	/**
	 * Decides on the protocol of Boot's connector.
	 * @param chosen name of the class that the application has chosen, or of Tomcat's
	 * default
	 * @return name of the class to use
	 */
	public String protocol(String chosen) {
		return (this.adapter != null && DEFAULT_PROTOCOL.equals(chosen)) ? TomcatAdapter.PROTOCOL : chosen;
	}

	/**
	 * Makes connectors take part.
	 * @param connector the one that Boot has created
	 * @param additional those that the application adds
	 * @return whether all take part, so that the drain sees to the end of all requests:
	 * when Boot's graceful shutdown begins it is over, and Boot would only wait for the
	 * requests that it has cut
	 */
	public boolean attach(Connector connector, Collection<Connector> additional) {
		if (this.adapter == null) {
			logger.warn("The server '{}' does not take part in upgrades, because {}", this.serverName,
					AdapterFit.TOMCAT.obstacle().orElseThrow());
			return false;
		}
		boolean all = this.adapter.attach(connector);
		if (!all) {
			logger.warn(
					"The server '{}' does not take part in upgrades, because the application has chosen the protocol {} "
							+ "for it: leave that to Spring Boot, whose choice is {}",
					this.serverName, protocolOf(connector), DEFAULT_PROTOCOL);
		}
		for (Connector added : additional) {
			if (!this.adapter.attach(added)) {
				all = false;
				logger.warn(
						"The additional connector {} of the server '{}' does not take part in upgrades, and a successor "
								+ "cannot bind its port beside this instance: if it is for HTTP, create it by "
								+ "new Connector(\"{}\")",
						added, this.serverName, TomcatAdapter.PROTOCOL);
			}
		}
		return all;
	}

	/**
	 * Leaves a server as it is, and says so.
	 * @param factory what makes the server, of a kind that is not known
	 */
	public void leaveOut(Object factory) {
		logger.warn("The server '{}' does not take part in upgrades, because it is made by {}: use Spring Boot's own "
				+ "factory", this.serverName, factory.getClass().getName());
	}

	private static String protocolOf(Connector connector) {
		return connector.getProtocolHandler().getClass().getName();
	}

}
