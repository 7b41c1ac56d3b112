package io.hotupgrade.loadmeter.process;

import java.util.Locale;

/**
 * A server that an application brings along.
 */
public enum EmbeddedServer {

	/** Undertow, which Spring Boot 4 does not know any more. */
	UNDERTOW,

	/** Tomcat. */
	TOMCAT;

	/**
	 * Its name, as in Spring Boot's properties.
	 * @return the name, such as {@code tomcat}
	 */
	public String id() {
		return name().toLowerCase(Locale.ROOT);
	}

}
