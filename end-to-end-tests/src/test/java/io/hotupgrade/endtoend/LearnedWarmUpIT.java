package io.hotupgrade.endtoend;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import io.hotupgrade.loadmeter.process.SampleInstance;
import io.hotupgrade.loadmeter.process.UpgradeClient;
import io.hotupgrade.loadmeter.process.UpgradeView;
import io.hotupgrade.loadmeter.process.WarmUpView;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A successor that warms up with what clients have asked its predecessor for.
 */
class LearnedWarmUpIT {

	private static final Duration LIMIT = Duration.ofSeconds(90);

	private static final String LEARN = "hotupgrade.warm-up.learn.enabled=true";

	private static final String SOON_SETTLED = "hotupgrade.warm-up.settled.window=10";

	private static final String LEARNED = UpgradeClient.PATH + "/learned";

	private final HttpClient client = HttpClient.newHttpClient();

	@TempDir
	Path directory;

	@Test
	void successorWarmsUpWithWhatClientsAskForMostOften() throws Exception {
		Sample.configure(this.directory, LEARN, SOON_SETTLED);
		try (SampleInstance sample = SampleInstance.start(Sample.quick(this.directory), LIMIT)) {
			assertThat(get(sample, LEARNED)).contains("\"learning\":true");
			ask(sample, "/async/callable?ms=7", 5);
			ask(sample, "/", 30);
			ask(sample, "/warm-up", 15);
			ask(sample, "/actuator/info", 10);
			ask(sample, "/counter", 10);
			ask(sample, "/?access_token=1", 10);
			ask(sample, "/?with=cookie", 10, "Cookie", "a=b");
			ask(sample, "/?with=authorization", 10, "Authorization", "Basic YTpi");
			Awaitility.await()
				.atMost(Duration.ofSeconds(10))
				.untilAsserted(() -> assertThat(get(sample, LEARNED)).contains("\"COOKIE_SET\":", "\"CREDENTIALS\":",
						"\"LOOKS_SECRET\":", "\"EXCLUDED\":"));
			assertThat(get(sample, LEARNED)).contains("\"path\":\"/async/callable?ms=7\"")
				.doesNotContain("info", "counter", "token", "with=");
			UpgradeView good = upgrade(sample);
			assertThat(learned(good)).extracting(WarmUpView.Requests::request)
				.containsExactly("GET /", "GET /warm-up", "GET /async/callable");
			assertThat(learned(good)).extracting(WarmUpView.Requests::failed).containsOnly(0);
			int sent = learned(good).stream().mapToInt(WarmUpView.Requests::sent).sum();
			assertThat(Integer.parseInt(get(sample, "/warm-up").substring("requests=".length())))
				.isGreaterThanOrEqualTo(sent);
			ask(sample, "/", 3);
			// Neither the one that fails in the new version nor its setting ends an
			// upgrade.
			Sample.configure(this.directory, LEARN, SOON_SETTLED, "sample.fail-percent=100",
					"hotupgrade.warm-up.on-failure=fail");
			assertThat(learned(upgrade(sample))).extracting(WarmUpView.Requests::request)
				.containsExactly("GET /", "GET /warm-up");
			assertThat(learned(sample.endpoint().status().history().get(0))).allSatisfy((requests) -> {
				assertThat(requests.sent()).isOne();
				assertThat(requests.failed()).isOne();
			});
		}
	}

	private UpgradeView upgrade(SampleInstance sample) throws Exception {
		UpgradeView upgrade = sample.awaitUpgrade(sample.beginUpgrade().id(), LIMIT);
		assertThat(upgrade.outcome()).as(upgrade.message()).isEqualTo("SUCCEEDED");
		assertThat(upgrade.warmUp().state()).isEqualTo("FINISHED");
		assertThat(upgrade.warmUp().failures()).isZero();
		return upgrade;
	}

	private static List<WarmUpView.Requests> learned(UpgradeView upgrade) {
		return upgrade.warmUp().requests().stream().filter((requests) -> requests.source().equals("learned")).toList();
	}

	private void ask(SampleInstance sample, String path, int count, String... headers) throws Exception {
		for (int i = 0; i < count; i++) {
			assertThat(send(sample, path, headers).statusCode()).isEqualTo(200);
		}
	}

	private String get(SampleInstance sample, String path) throws Exception {
		return send(sample, path).body();
	}

	private HttpResponse<String> send(SampleInstance sample, String path, String... headers) throws Exception {
		HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://localhost:" + sample.port() + path))
			.timeout(Duration.ofSeconds(10));
		if (headers.length > 0) {
			request.headers(headers);
		}
		return this.client.send(request.build(), BodyHandlers.ofString());
	}

}
