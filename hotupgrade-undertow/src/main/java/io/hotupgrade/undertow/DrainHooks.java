package io.hotupgrade.undertow;

import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * What an application contributes to a drain.
 *
 * @param ignoredPaths whether requests for a path are not worth waiting for
 * @param farewells called for each WebSocket session before it is closed; asked for at
 * the time, because the beans may need a server that has started
 */
public record DrainHooks(Predicate<String> ignoredPaths, Supplier<List<WebSocketFarewell>> farewells) {

	/** Nothing is contributed. */
	public static final DrainHooks NONE = new DrainHooks((path) -> false, List::of);

}
