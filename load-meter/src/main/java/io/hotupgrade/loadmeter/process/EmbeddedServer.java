package io.hotupgrade.loadmeter.process;

import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A server that an application brings along.
 */
public enum EmbeddedServer {

	/** Undertow, which Spring Boot 4 does not know any more. */
	UNDERTOW,

	/** The same with WebFlux in place of servlets. */
	UNDERTOW_WEBFLUX,

	/** Tomcat. */
	TOMCAT,

	/** Jetty. */
	JETTY,

	/** Reactor Netty. */
	NETTY;

	static EmbeddedServer of(String id) {
		return Stream.of(values())
			.filter((server) -> server.id().equals(id))
			.findFirst()
			.orElseThrow(() -> new IllegalArgumentException("There is no sample on '" + id + "'; there is one on "
					+ Stream.of(values()).map(EmbeddedServer::id).collect(Collectors.joining(" and on "))));
	}

	/**
	 * Its name, on a command line.
	 * @return the name, such as {@code tomcat}
	 */
	public String id() {
		return name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

}
