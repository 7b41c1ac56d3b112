package io.hotupgrade.jetty;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import io.hotupgrade.server.support.Linkage;

/**
 * Tells whether the adapter can be used with the Jetty that is on the class path. Can
 * itself be used with any.
 *
 * @since 0.1.0
 */
public final class JettySupport {

	private static final String PACKAGE = "io.hotupgrade.jetty.";

	private static final Part HTTP2 = new Part("org.eclipse.jetty.http2.HTTP2Session",
			Set.of(PACKAGE + "Http2Session", PACKAGE + "Http2Tracking", PACKAGE + "Http2Tracking$Preface"));

	private static final Part WEB_SOCKETS = new Part("org.eclipse.jetty.websocket.core.WebSocketCoreSession",
			Set.of(PACKAGE + "WebSocketClosing"));

	private JettySupport() {
	}

	/**
	 * Tells whether Jetty has all that the adapter needs. Looks at it once, and not at a
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
		return obstacle(loader, "JettyAdapter");
	}

	static Optional<String> sessionObstacle(ClassLoader loader) {
		return obstacle(loader, "JettySessionSharing");
	}

	private static Optional<String> obstacle(ClassLoader loader, String start) {
		Set<String> optional = new HashSet<>();
		Stream.of(HTTP2, WEB_SOCKETS)
			.filter((part) -> part.isMissing(loader))
			.forEach((part) -> optional.addAll(part.classes()));
		return new Linkage(loader, List.of("org.eclipse.jetty."), List.of(PACKAGE), optional).obstacle(PACKAGE + start)
			.map((missing) -> "the adapter does not fit the version of Jetty on the class path, where this is missing "
					+ "or different: " + missing);
	}

	/**
	 * What an application may do without.
	 *
	 * @param presence name of a class that is there with it
	 * @param classes the adapter's classes for it
	 */
	private record Part(String presence, Set<String> classes) {

		boolean isMissing(ClassLoader loader) {
			try {
				Class.forName(this.presence, false, loader);
				return false;
			}
			catch (ClassNotFoundException ex) {
				return true;
			}
		}

	}

	private static final class Found {

		private static final Optional<String> OBSTACLE = of("JettyAdapter");

		private static final Optional<String> SESSION_OBSTACLE = of("JettySessionSharing");

		private static Optional<String> of(String start) {
			return TestedVersions.containPresent() ? Optional.empty()
					: obstacle(JettySupport.class.getClassLoader(), start);
		}

	}

}
