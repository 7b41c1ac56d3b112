package io.hotupgrade.loadmeter.process;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An embedded server together with a generation of Spring Boot, for which there is a
 * sample.
 */
public enum Cell {

	/** Undertow, Spring Boot 3.5. */
	UNDERTOW_BOOT3(EmbeddedServer.UNDERTOW, 3, "sample-app"),

	/** Undertow with WebFlux, Spring Boot 3.5. */
	UNDERTOW_WEBFLUX_BOOT3(EmbeddedServer.UNDERTOW_WEBFLUX, 3, "sample-app-undertow-webflux-boot3"),

	/** Tomcat, Spring Boot 3.5. */
	TOMCAT_BOOT3(EmbeddedServer.TOMCAT, 3, "sample-app-tomcat-boot3"),

	/** Tomcat, Spring Boot 4. */
	TOMCAT_BOOT4(EmbeddedServer.TOMCAT, 4, "sample-app-tomcat-boot4"),

	/** Jetty, Spring Boot 3.5. */
	JETTY_BOOT3(EmbeddedServer.JETTY, 3, "sample-app-jetty-boot3"),

	/** Jetty, Spring Boot 4. */
	JETTY_BOOT4(EmbeddedServer.JETTY, 4, "sample-app-jetty-boot4"),

	/** Reactor Netty with WebFlux, Spring Boot 3.5. */
	NETTY_BOOT3(EmbeddedServer.NETTY, 3, "sample-app-netty-boot3"),

	/** Reactor Netty with WebFlux, Spring Boot 4. */
	NETTY_BOOT4(EmbeddedServer.NETTY, 4, "sample-app-netty-boot4");

	/** The one that most applications are in. */
	public static final Cell USUAL = TOMCAT_BOOT4;

	private final EmbeddedServer server;

	private final int boot;

	private final String module;

	Cell(EmbeddedServer server, int boot, String module) {
		this.server = server;
		this.boot = boot;
		this.module = module;
	}

	/**
	 * The cell with a name.
	 * @param id its name, such as {@code tomcat-boot3}
	 * @return the cell
	 * @throws IllegalArgumentException if there is none
	 */
	public static Cell of(String id) {
		return Stream.of(values())
			.filter((cell) -> cell.id().equals(id))
			.findFirst()
			.orElseThrow(() -> new IllegalArgumentException("There is no cell '" + id + "'; there are " + all()));
	}

	/**
	 * The cell with a server and a generation of Spring Boot.
	 * @param server the server's name, such as {@code tomcat}
	 * @param boot the major version, or nothing for the newest that has the server
	 * @return the cell
	 * @throws IllegalArgumentException if there is none
	 */
	public static Cell of(String server, String boot) {
		EmbeddedServer found = EmbeddedServer.of(server);
		return Stream.of(values())
			.filter((cell) -> cell.server == found)
			.filter((cell) -> boot.isEmpty() || boot.equals(Integer.toString(cell.boot)))
			.max(Comparator.comparing(Cell::boot))
			.orElseThrow(() -> new IllegalArgumentException(
					"There is no sample on %s for Spring Boot '%s'; there are %s".formatted(server, boot, all())));
	}

	private static String all() {
		return Stream.of(values()).map(Cell::id).collect(Collectors.joining(", "));
	}

	/**
	 * Its name, on a command line.
	 * @return the name, such as {@code tomcat-boot3}
	 */
	public String id() {
		return name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

	/**
	 * Its server.
	 * @return the server
	 */
	public EmbeddedServer server() {
		return this.server;
	}

	/**
	 * Its generation of Spring Boot.
	 * @return the major version
	 */
	public int boot() {
		return this.boot;
	}

	/**
	 * The Maven module of its sample, which is also its directory.
	 * @return the module's name
	 */
	public String module() {
		return this.module;
	}

	/**
	 * The packaged sample.
	 * @return the path from the top of the source tree
	 */
	public Path jar() {
		return Path.of(this.module, "target", this.module + ".jar");
	}

	@Override
	public String toString() {
		return id();
	}

}
