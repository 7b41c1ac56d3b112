package io.hotupgrade.autoconfigure.endpoint;

/**
 * Where Spring MVC is in the application, in words that do not depend on the generation
 * of Spring Boot.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface ServletPath {

	/**
	 * Puts the dispatcher servlet's own path in front of another.
	 * @param path a path below the dispatcher servlet
	 * @return the path below the application's context path
	 */
	String relative(String path);

}
