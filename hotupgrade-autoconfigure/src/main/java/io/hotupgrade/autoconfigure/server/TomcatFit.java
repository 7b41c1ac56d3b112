package io.hotupgrade.autoconfigure.server;

import java.util.Optional;

import org.springframework.util.ClassUtils;

import io.hotupgrade.tomcat.TomcatSupport;

/**
 * Tells whether the adapter for Tomcat fits the Tomcat that is there. Can be asked where
 * one of both is not, too.
 *
 * @since 0.1.0
 */
public final class TomcatFit {

	private static final boolean PRESENT = isPresent("org.apache.catalina.startup.Tomcat")
			&& isPresent("io.hotupgrade.tomcat.TomcatSupport");

	private TomcatFit() {
	}

	/**
	 * What stands in the way.
	 * @return it, as a sentence without an end, or nothing
	 */
	public static Optional<String> obstacle() {
		return PRESENT ? TomcatSupport.obstacle() : Optional.empty();
	}

	private static boolean isPresent(String className) {
		return ClassUtils.isPresent(className, TomcatFit.class.getClassLoader());
	}

}
