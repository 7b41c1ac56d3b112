package io.hotupgrade.autoconfigure.warmup;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.hotupgrade.LearnedRequest;
import io.hotupgrade.WarmUpPart;
import io.hotupgrade.WarmUpPart.OnUnexpected;
import io.hotupgrade.WarmUpRequest;
import io.hotupgrade.WarmUpSettings;
import io.hotupgrade.WarmUpSettings.OnFailure;
import io.hotupgrade.WarmUpSettings.Repeated;
import io.hotupgrade.WarmUpSettings.Until;
import io.hotupgrade.autoconfigure.properties.HotUpgradeProperties.WarmUp.Learn;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LearnedSourceTests {

	private static final List<LearnedRequest> LEARNED = List.of(new LearnedRequest("/a?b=c", "text/html", "/a", 9000),
			new LearnedRequest("/d", "", "/d", 990), new LearnedRequest("/e", "", "/e", 10));

	private static WarmUpSettings settings(Duration timeout) {
		return new WarmUpSettings(List.of(), 2, Until.SETTLED, 100, 5, timeout, OnFailure.FAIL, false);
	}

	private static WarmUpPart.Requests part(Learn learn, Duration timeout) {
		return (WarmUpPart.Requests) new LearnedSource(learn, () -> LEARNED).part(settings(timeout)).orElseThrow();
	}

	@Test
	void sendsEachByItsWeight() {
		assertThat(part(new Learn(true, 50, List.of()), Duration.ofSeconds(30)).requests()).containsExactly(
				new Repeated(new WarmUpRequest("GET", "/a?b=c", Map.of("Accept", "text/html"), ""), 9000),
				new Repeated(WarmUpRequest.get("/d"), 990), new Repeated(WarmUpRequest.get("/e"), 50));
	}

	@Test
	void failureOfOneIsNoFailureOfTheUpgrade() {
		WarmUpPart.Requests part = part(new Learn(true, 50, List.of()), Duration.ofSeconds(30));
		assertThat(part.source()).isEqualTo("learned");
		assertThat(part.sending().onUnexpected()).isEqualTo(OnUnexpected.SKIP);
		assertThat(part.sending().concurrency()).isEqualTo(2);
		assertThat(part.sending().limit()).isEqualTo(Duration.ofSeconds(10));
	}

	@Test
	void keepsToTheLimitsOfThisVersion() {
		WarmUpPart.Requests part = part(new Learn(true, 1, List.of("/a/**")), Duration.ofSeconds(5));
		assertThat(part.requests()).extracting((repeated) -> repeated.request().path()).containsExactly("/d");
		assertThat(part.sending().limit()).isEqualTo(Duration.ofSeconds(5));
	}

	@Test
	void sendsNothingUnlessThisVersionWantsIt() {
		assertThat(new LearnedSource(new Learn(false, 50, List.of()), () -> LEARNED)
			.part(settings(Duration.ofSeconds(30)))).isEmpty();
		assertThat(new LearnedSource(new Learn(true, 50, List.of()), List::of).part(settings(Duration.ofSeconds(30))))
			.isEmpty();
	}

}
