package io.hotupgrade.server.support;

import java.util.Map;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * Attributes of a request that an application keeps elsewhere than with the server: those
 * of an exchange of WebFlux, for instance.
 *
 * @since 0.1.0
 */
public final class ShownAttributes {

	/**
	 * {@value}: attribute of the server's request that has the map in which the others
	 * are. Any thread may ask the map as long as the request is in flight.
	 */
	public static final String NAME = "io.hotupgrade.attributes";

	private ShownAttributes() {
	}

	/**
	 * Finds an attribute of a request, with the server or where the application keeps it.
	 * @param request gives the attributes of the server's request
	 * @param name the attribute's name
	 * @return its value, or {@code null} if there is none
	 */
	public static @Nullable Object find(Function<String, @Nullable Object> request, String name) {
		Object own = request.apply(name);
		return (own == null && request.apply(NAME) instanceof Map<?, ?> shown) ? shown.get(name) : own;
	}

}
