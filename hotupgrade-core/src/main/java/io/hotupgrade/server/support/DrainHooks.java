package io.hotupgrade.server.support;

import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;

import io.hotupgrade.server.WebSocketFarewell;

/**
 * What an application contributes to a drain.
 *
 * @param ignoredPaths whether requests for a path are not worth waiting for
 * @param farewells called for each WebSocket session before it is closed; asked for at
 * the time, because the beans may need a server that has started
 * @since 0.1.0
 */
public record DrainHooks(Predicate<String> ignoredPaths, Supplier<List<WebSocketFarewell>> farewells) {

	/** Nothing is contributed. */
	public static final DrainHooks NONE = new DrainHooks((path) -> false, List::of);

}
