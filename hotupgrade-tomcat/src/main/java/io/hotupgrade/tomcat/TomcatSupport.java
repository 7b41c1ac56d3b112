package io.hotupgrade.tomcat;

import java.util.List;
import java.util.Optional;
import java.util.Set;

import io.hotupgrade.server.support.Linkage;

/**
 * Tells whether the adapter can be used with the Tomcat that is on the class path. Can
 * itself be used with any.
 *
 * @since 0.1.0
 */
public final class TomcatSupport {

	/** Uses the API of WebSocket, without which there are no sessions to close. */
	private static final String WEB_SOCKETS = "io.hotupgrade.tomcat.WebSocketClosing";

	private TomcatSupport() {
	}

	/**
	 * Tells whether Tomcat has all that the adapter needs. Looks at it once, and not at a
	 * version with which the adapter was tested.
	 * @return what stands in the way, as a sentence without an end, or nothing
	 */
	public static Optional<String> obstacle() {
		return Found.OBSTACLE;
	}

	/**
	 * Tells the same of what sharing sessions needs.
	 * @return what stands in the way, as a sentence without an end, or nothing
	 */
	public static Optional<String> sessionObstacle() {
		return Found.SESSION_OBSTACLE;
	}

	static Optional<String> obstacle(ClassLoader loader) {
		return obstacle(loader, "TomcatAdapter");
	}

	static Optional<String> sessionObstacle(ClassLoader loader) {
		return obstacle(loader, "TomcatSessionSharing");
	}

	private static Optional<String> obstacle(ClassLoader loader, String start) {
		return new Linkage(loader, List.of("org.apache."),
				List.of("io.hotupgrade.tomcat.", "org.apache.coyote.http2.Drainable"), Set.of(WEB_SOCKETS))
			.obstacle("io.hotupgrade.tomcat." + start)
			.map((missing) -> "the adapter does not fit the version of Tomcat on the class path, where this is missing "
					+ "or different: " + missing);
	}

	private static final class Found {

		private static final Optional<String> OBSTACLE = of("TomcatAdapter");

		private static final Optional<String> SESSION_OBSTACLE = of("TomcatSessionSharing");

		private static Optional<String> of(String start) {
			return TestedVersions.containPresent() ? Optional.empty()
					: obstacle(TomcatSupport.class.getClassLoader(), start);
		}

	}

}
