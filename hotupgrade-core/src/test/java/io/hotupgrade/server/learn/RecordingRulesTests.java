package io.hotupgrade.server.learn;

import java.util.List;
import java.util.stream.Stream;

import io.hotupgrade.LearnSettings;
import io.hotupgrade.LearnedRequests.LeftOut;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

class RecordingRulesTests {

	private final RecordingRules rules = new RecordingRules(
			new LearnSettings(10, (path) -> path.startsWith("/actuator/"), List.of("mvc", "flux")));

	private static FakeExchange get() {
		return get("/orders");
	}

	private static FakeExchange get(String target) {
		return new FakeExchange(target);
	}

	static Stream<FakeExchange> learned() {
		return Stream.of(get(), get("/"), get().status(204), get().with("Content-Length", "0"),
				get().answeredWith("Cache-Control", "no-cache"), get().answeredWith("Cache-Control", "max-age=60"),
				get("/orders?author=kafka&keyword=a&page=1"), get("/orders/550e8400-e29b-41d4-a716-446655440000"),
				get("/blog/how-to-upgrade-a-jvm-without-losing-requests-in-2026"),
				get().with("Cookie", "consent=yes").answeredWith("Cache-Control", "max-age=5, public"),
				get().with("Authorization", "Basic YTpi")
					.answeredWith("Cache-Control", "s-maxage=60")
					.answeredWith("Vary", "Accept-Encoding"));
	}

	@ParameterizedTest
	@MethodSource("learned")
	void learnsWhatASharedCacheMightKeep(FakeExchange request) {
		assertThat(this.rules.check(request)).isEmpty();
	}

	static Stream<Arguments> leftOut() {
		return Stream.of(Arguments.of(get().method("POST"), LeftOut.OTHER_METHOD),
				Arguments.of(get().method("HEAD"), LeftOut.OTHER_METHOD),
				Arguments.of(get().status(302), LeftOut.NOT_ANSWERED_WELL),
				Arguments.of(get().status(101), LeftOut.NOT_ANSWERED_WELL),
				Arguments.of(get().status(206), LeftOut.NOT_ANSWERED_WELL),
				Arguments.of(get().status(500), LeftOut.NOT_ANSWERED_WELL),
				Arguments.of(get().with("Content-Length", "1"), LeftOut.BODY),
				Arguments.of(get().with("Transfer-Encoding", "chunked"), LeftOut.BODY),
				Arguments.of(get("/actuator/health?x=1"), LeftOut.EXCLUDED),
				Arguments.of(get().with("Cookie", "a=b"), LeftOut.CREDENTIALS),
				Arguments.of(get().with("Authorization", "Bearer x"), LeftOut.CREDENTIALS),
				Arguments.of(get().with("X-Api-Key", "x"), LeftOut.CREDENTIALS),
				Arguments.of(get().with("Cookie", "a=b").answeredWith("Cache-Control", "max-age=5"),
						LeftOut.CREDENTIALS),
				Arguments.of(get().with("Cookie", "a=b")
					.answeredWith("Cache-Control", "public")
					.answeredWith("Vary", "Accept, Cookie"), LeftOut.CREDENTIALS),
				Arguments
					.of(get().with("Cookie", "a=b").answeredWith("Cache-Control", "public").answeredWith("Vary", "*"),
							LeftOut.CREDENTIALS),
				Arguments.of(get().answeredWith("Set-Cookie", ""), LeftOut.COOKIE_SET),
				Arguments.of(get().answeredWith("Cache-Control", "no-cache, No-Store, max-age=0"),
						LeftOut.NOT_TO_BE_STORED),
				Arguments.of(get().answeredWith("Cache-Control", "private,max-age=60"), LeftOut.NOT_TO_BE_STORED),
				Arguments.of(get("/a?page=1&access_token=1"), LeftOut.LOOKS_SECRET),
				Arguments.of(get("/a?X-Amz-Signature=1"), LeftOut.LOOKS_SECRET),
				Arguments.of(get("/a?code=1"), LeftOut.LOOKS_SECRET),
				Arguments.of(get("/a?api-key=1"), LeftOut.LOOKS_SECRET),
				Arguments.of(get("/a?%74oken=1"), LeftOut.LOOKS_SECRET),
				Arguments.of(get("/a;jsessionid=1"), LeftOut.LOOKS_SECRET),
				Arguments.of(get("/reset/5f4dcc3b5aa765d61d8327deb882cf99"), LeftOut.LOOKS_SECRET),
				Arguments.of(get("/reset/dGhpcyBpcyBhIHNlY3JldA1"), LeftOut.LOOKS_SECRET),
				Arguments.of(get("/a?q=eyJhbGciOiJIUzI1NiJ9.eyJzdWIi"), LeftOut.LOOKS_SECRET),
				Arguments.of(get("/" + "x".repeat(512)), LeftOut.TOO_LONG),
				Arguments.of(get().with("Accept", "a".repeat(257)), LeftOut.TOO_LONG),
				Arguments.of(get("http://elsewhere/"), LeftOut.TOO_LONG), Arguments.of(get("/a b"), LeftOut.TOO_LONG),
				Arguments.of(get("/a\r\nb"), LeftOut.TOO_LONG));
	}

	@ParameterizedTest
	@MethodSource("leftOut")
	void leavesOutTheRest(FakeExchange request, LeftOut reason) {
		assertThat(this.rules.check(request)).contains(reason);
	}

	@Test
	void takesPathQueryAndAcceptAndNothingElse() {
		FakeExchange request = get("/orders/7?page=1").with("Accept", "text/html").with("User-Agent", "curl");
		assertThat(this.rules.candidate(request))
			.isEqualTo(new Candidate("/orders/7?page=1", "text/html", "/orders/7"));
	}

	@Test
	void takesThePatternOfTheHandlerThatIsKnown() {
		FakeExchange request = get("/orders/7").attribute("flux", new StringBuilder("/orders/{id}"));
		assertThat(this.rules.candidate(request).pattern()).isEqualTo("/orders/{id}");
	}

}
