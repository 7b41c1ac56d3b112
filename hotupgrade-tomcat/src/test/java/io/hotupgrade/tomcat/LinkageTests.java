package io.hotupgrade.tomcat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import io.hotupgrade.server.tests.AlteredClasses;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The adapter beside a Tomcat that is not the one for which it was written.
 */
class LinkageTests {

	private static Optional<String> obstacle(Map<String, String> renamed, String... hidden) {
		return TomcatSupport.obstacle(new AlteredClasses(LinkageTests.class.getClassLoader(),
				List.of("org.apache.", "io.hotupgrade.tomcat."), renamed, Set.of(hidden)));
	}

	private static Optional<String> sessionObstacle(Map<String, String> renamed) {
		return TomcatSupport.sessionObstacle(new AlteredClasses(LinkageTests.class.getClassLoader(),
				List.of("org.apache.", "io.hotupgrade.tomcat."), renamed, Set.of()));
	}

	@Test
	void thisTomcatFits() {
		assertThat(TomcatSupport.obstacle()).isEmpty();
		assertThat(obstacle(Map.of())).isEmpty();
	}

	@Test
	void webSocketsAreNotNeeded() {
		assertThat(obstacle(Map.of(), "jakarta.websocket.")).isEmpty();
	}

	@Test
	void classThatIsGoneIsFound() {
		assertThat(obstacle(Map.of(), "org.apache.coyote.http2.Http2AsyncUpgradeHandler")).get()
			.asString()
			.startsWith("the adapter does not fit the version of Tomcat on the class path")
			.contains("Http2AsyncUpgradeHandler");
	}

	@Test
	void methodThatIsCalledAndGoneIsFound() {
		assertThat(obstacle(Map.of("org.apache.coyote.Response", "setTrailerFields"))).get()
			.asString()
			.contains("org.apache.coyote.Response.setTrailerFields");
	}

	@Test
	void methodThatIsOverriddenAndGoneIsFound() {
		assertThat(obstacle(Map.of("org.apache.coyote.http11.AbstractHttp11Protocol", "getUseSendfile"))).get()
			.asString()
			.contains("getUseSendfile");
	}

	@Test
	void methodThatIsInheritedAndGoneIsFound() {
		assertThat(obstacle(Map.of("org.apache.tomcat.util.net.AbstractEndpoint", "countDownConnection"))).get()
			.asString()
			.contains("countDownConnection");
	}

	@Test
	void methodThatIsNewInAnInterfaceIsFound() {
		assertThat(obstacle(Map.of("org.apache.coyote.Adapter", "checkRecycled"))).get()
			.asString()
			.contains("does not implement", "checkRecycleX");
	}

	@Test
	void whatSharingSessionsNeedsIsLookedForByItself() {
		assertThat(TomcatSupport.sessionObstacle()).isEmpty();
		assertThat(sessionObstacle(Map.of())).isEmpty();
		Map<String, String> renamed = Map.of("org.apache.catalina.session.StandardSession", "exclude");
		assertThat(obstacle(renamed)).isEmpty();
		assertThat(sessionObstacle(renamed)).get().asString().contains("exclude");
	}

}
