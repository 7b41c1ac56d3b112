package io.hotupgrade.autoconfigure.server;

import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

import io.hotupgrade.jetty.JettySupport;
import io.hotupgrade.netty.ReactorNettySupport;
import io.hotupgrade.tomcat.TomcatSupport;
import org.springframework.util.ClassUtils;

/**
 * Tells whether the adapter for a server fits the version of the server that is there.
 * Can be asked where one of both is not, too.
 *
 * @since 0.1.0
 */
public enum AdapterFit {

	/** That of the adapter for Tomcat. */
	TOMCAT("Tomcat", "org.apache.catalina.startup.Tomcat", "io.hotupgrade.tomcat.TomcatSupport",
			() -> TomcatSupport.obstacle()),

	/** That of the adapter for Jetty. */
	JETTY("Jetty", "org.eclipse.jetty.server.Server", "io.hotupgrade.jetty.JettySupport",
			() -> JettySupport.obstacle()),

	/** That of the adapter for Reactor Netty. */
	REACTOR_NETTY("Netty", "reactor.netty.http.server.HttpServer", "io.hotupgrade.netty.ReactorNettySupport",
			() -> ReactorNettySupport.obstacle());

	private final String server;

	private final boolean present;

	/** Must not name a class of the adapter before it is asked. */
	private final Supplier<Optional<String>> obstacle;

	AdapterFit(String server, String serverClass, String adapterClass, Supplier<Optional<String>> obstacle) {
		this.server = server;
		this.present = isPresent(serverClass) && isPresent(adapterClass);
		this.obstacle = obstacle;
	}

	private static boolean isPresent(String className) {
		return ClassUtils.isPresent(className, AdapterFit.class.getClassLoader());
	}

	/**
	 * What stands in the way.
	 * @return it, as a sentence without an end, or nothing
	 */
	public Optional<String> obstacle() {
		return this.present ? this.obstacle.get() : Optional.empty();
	}

	/**
	 * What stands in the way of a server, and what to do.
	 * @param webServer simple name of the class that Spring Boot has for it
	 * @return it, as sentences without an end, or nothing
	 */
	public static Optional<String> obstacleOf(String webServer) {
		return Stream.of(values())
			.filter((fit) -> webServer.startsWith(fit.server))
			.findFirst()
			.flatMap((fit) -> fit.obstacle()
				.map((text) -> text + ". Use the version of " + fit.server + " that Spring Boot manages"));
	}

}
