package io.hotupgrade.netty;

import java.util.List;
import java.util.Optional;
import java.util.Set;

import io.hotupgrade.server.support.Linkage;

/**
 * Tells whether the adapter can be used with the Reactor Netty that is on the class path.
 * Can itself be used with any.
 *
 * @since 0.1.0
 */
public final class ReactorNettySupport {

	private static final String PACKAGE = "io.hotupgrade.netty.";

	private ReactorNettySupport() {
	}

	/**
	 * Tells whether Reactor Netty has all that the adapter needs. Looks at it once, and
	 * not at a version with which the adapter was tested.
	 * @return what stands in the way, as a sentence without an end, or nothing
	 */
	public static Optional<String> obstacle() {
		return Found.OBSTACLE;
	}

	static Optional<String> obstacle(ClassLoader loader) {
		return new Linkage(loader, List.of("reactor.netty.", "io.netty."), List.of(PACKAGE), Set.of())
			.obstacle(PACKAGE + "ReactorNettyAdapter")
			.map((missing) -> "the adapter does not fit the version of Reactor Netty on the class path, where this is "
					+ "missing or different: " + missing);
	}

	private static final class Found {

		private static final Optional<String> OBSTACLE = TestedVersions.containPresent() ? Optional.empty()
				: obstacle(ReactorNettySupport.class.getClassLoader());

	}

}
