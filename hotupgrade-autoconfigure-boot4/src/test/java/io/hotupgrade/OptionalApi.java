package io.hotupgrade;

import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What an application may well not have on its class path.
 */
enum OptionalApi {

	WEB("org.springframework.web", "org.springframework.http"),

	SERVLET("jakarta.servlet"),

	REACTOR("reactor"),

	MVC(Set.of(WEB, SERVLET), "org.springframework.web.servlet"),

	WEBFLUX(Set.of(WEB, REACTOR), "org.springframework.web.reactive"),

	WEBSOCKET(Set.of(WEB), "org.springframework.web.socket"),

	ACTUATOR("org.springframework.boot.actuate", "org.springframework.boot.health"),

	/** Spring itself brings that of observations. */
	MICROMETER("io.micrometer.core"),

	SECURITY("org.springframework.security"),

	JACKSON_2("com.fasterxml.jackson"),

	JACKSON_3("tools.jackson"),

	/** Has the servlet API within. */
	TOMCAT(Set.of(SERVLET), "org.apache.catalina", "org.apache.coyote", "org.apache.tomcat.util",
			"org.springframework.boot.web.embedded.tomcat"),

	/** A module of Boot 4's, which may be there without the server that it is for. */
	BOOT_TOMCAT("org.springframework.boot.tomcat"),

	JAKARTA_WEBSOCKET("jakarta.websocket"),

	TOMCAT_WEBSOCKET(Set.of(TOMCAT, JAKARTA_WEBSOCKET), "org.apache.tomcat.websocket"),

	/** Boot's starter for it brings servlets, for WebFlux too. */
	JETTY(Set.of(SERVLET), "org.eclipse.jetty", "org.springframework.boot.web.embedded.jetty"),

	/** A module of Boot 4's, which may be there without the server that it is for. */
	BOOT_JETTY("org.springframework.boot.jetty"),

	JETTY_HTTP2(Set.of(JETTY), "org.eclipse.jetty.http2", "org.eclipse.jetty.alpn"),

	JETTY_WEBSOCKET(Set.of(JETTY), "org.eclipse.jetty.websocket", "org.eclipse.jetty.ee10.websocket",
			"org.eclipse.jetty.ee11.websocket"),

	/** Boot's starter for it brings servlets, for WebFlux too. */
	UNDERTOW(Set.of(SERVLET), "io.undertow", "org.xnio", "org.springframework.boot.web.embedded.undertow"),

	NETTY(Set.of(REACTOR), "reactor.netty", "io.netty", "org.springframework.boot.web.embedded.netty"),

	/** A module of Boot 4's, which may be there without the server that it is for. */
	BOOT_NETTY("org.springframework.boot.reactor.netty"),

	QUARTZ("org.quartz", "org.springframework.scheduling.quartz"),

	INTEGRATION("org.springframework.integration"),

	CAFFEINE("com.github.benmanes.caffeine", "org.springframework.cache.caffeine"),

	CLOUD("org.springframework.cloud", "com.netflix");

	private final Set<OptionalApi> brought;

	private final String[] packages;

	OptionalApi(String... packages) {
		this(Set.of(), packages);
	}

	OptionalApi(Set<OptionalApi> brought, String... packages) {
		this.brought = brought;
		this.packages = packages;
	}

	/**
	 * Those that a class is of: at most one, that with the longest package.
	 * @param className the name of the class
	 * @return the one, or none
	 */
	static Set<OptionalApi> of(String className) {
		OptionalApi found = null;
		int longest = 0;
		for (OptionalApi api : values()) {
			int length = Stream.of(api.packages)
				.filter((name) -> className.startsWith(name + "."))
				.mapToInt(String::length)
				.max()
				.orElse(0);
			if (length > longest) {
				longest = length;
				found = api;
			}
		}
		return (found != null) ? EnumSet.of(found) : EnumSet.noneOf(OptionalApi.class);
	}

	/**
	 * What is there where this one is.
	 * @return this one and what comes with it
	 */
	Set<OptionalApi> withBrought() {
		Set<OptionalApi> all = EnumSet.of(this);
		this.brought.forEach((api) -> all.addAll(api.withBrought()));
		return all;
	}

}
