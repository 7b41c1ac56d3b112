package io.hotupgrade.undertow;

import java.util.List;
import java.util.function.Predicate;

/**
 * What an application contributes to a drain.
 *
 * @param ignoredPaths whether requests for a path are not worth waiting for
 * @param farewells called for each WebSocket session before it is closed
 */
public record DrainHooks(Predicate<String> ignoredPaths, List<WebSocketFarewell> farewells) {

	/** Nothing is contributed. */
	public static final DrainHooks NONE = new DrainHooks((path) -> false, List.of());

	public DrainHooks {
		farewells = List.copyOf(farewells);
	}

}
