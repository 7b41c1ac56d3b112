package io.hotupgrade.jetty;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import io.hotupgrade.server.tests.AlteredClasses;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The adapter beside a Jetty that is not the one for which it was written.
 */
class LinkageTests {

	private static Optional<String> obstacle(Map<String, String> renamed, String... hidden) {
		return JettySupport.obstacle(new AlteredClasses(LinkageTests.class.getClassLoader(),
				List.of("org.eclipse.jetty.", "io.hotupgrade.jetty."), renamed, Set.of(hidden)));
	}

	private static Optional<String> sessionObstacle(Map<String, String> renamed) {
		return JettySupport.sessionObstacle(new AlteredClasses(LinkageTests.class.getClassLoader(),
				List.of("org.eclipse.jetty.", "io.hotupgrade.jetty."), renamed, Set.of()));
	}

	@Test
	void thisJettyFits() {
		assertThat(JettySupport.obstacle()).isEmpty();
		assertThat(obstacle(Map.of())).isEmpty();
	}

	@Test
	void webSocketsAndHttp2AreNotNeeded() {
		assertThat(obstacle(Map.of(), "org.eclipse.jetty.websocket.", "org.eclipse.jetty.http2.")).isEmpty();
	}

	@Test
	void classThatIsGoneIsFound() {
		assertThat(obstacle(Map.of(), "org.eclipse.jetty.server.internal.HttpConnection")).get()
			.asString()
			.startsWith("the adapter does not fit the version of Jetty on the class path")
			.contains("HttpConnection");
	}

	@Test
	void methodThatIsCalledAndGoneIsFound() {
		assertThat(obstacle(Map.of("org.eclipse.jetty.io.FillInterest", "onFail"))).get().asString().contains("onFail");
	}

	@Test
	void methodThatIsOverriddenAndGoneIsFound() {
		assertThat(obstacle(Map.of("org.eclipse.jetty.server.internal.HttpConnection", "onFillInterestedFailed",
				"org.eclipse.jetty.io.AbstractConnection", "onFillInterestedFailed")))
			.get()
			.asString()
			.contains("onFillInterestedFailed");
	}

	@Test
	void partOfHttp2ThatIsGoneIsFound() {
		assertThat(obstacle(Map.of("org.eclipse.jetty.http2.HTTP2Session", "getCloseState"))).get()
			.asString()
			.contains("getCloseState");
	}

	@Test
	void whatSharingSessionsNeedsIsLookedForByItself() {
		assertThat(JettySupport.sessionObstacle()).isEmpty();
		assertThat(sessionObstacle(Map.of())).isEmpty();
		Map<String, String> renamed = Map.of("org.eclipse.jetty.session.ManagedSession", "finishInvalidate");
		assertThat(obstacle(renamed)).isEmpty();
		assertThat(sessionObstacle(renamed)).get().asString().contains("finishInvalidate");
	}

}
