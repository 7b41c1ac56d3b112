package io.hotupgrade.autoconfigure.endpoint;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The endpoint where Spring Security protects it: nobody reaches it without a password,
 * well-formed or not, and its own check stands behind the protection. Subclasses bring
 * the application of a generation of Spring Boot.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class AbstractSecuredEndpointTests {

	private static final int FLOOD = 200;

	private final HttpClient client = HttpClient.newHttpClient();

	private final Class<?>[] application;

	private ConfigurableApplicationContext context;

	private TestHotUpgrade hotUpgrade;

	AbstractSecuredEndpointTests(Class<?>... application) {
		this.application = application;
	}

	@BeforeAll
	void start() {
		SpringApplication starting = new SpringApplication(this.application);
		choose(starting);
		this.context = starting.run("--server.port=0", "--spring.autoconfigure.exclude=",
				"--management.endpoints.web.exposure.include=hotupgrade", "--spring.security.user.name=operator",
				"--spring.security.user.password=secret");
		this.hotUpgrade = this.context.getBean(TestHotUpgrade.class);
	}

	/**
	 * Chooses another server than the application has.
	 * @param starting the application, which has not been started
	 */
	void choose(SpringApplication starting) {
	}

	@AfterAll
	void stop() {
		this.context.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "GET", "POST", "DELETE" })
	void requestWithoutPasswordIsRefused(String method) throws Exception {
		assertThat(send(request("").method(method, BodyPublishers.noBody())).statusCode()).isEqualTo(401);
		assertThat(this.hotUpgrade.requests()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "?jar=/opt/evil.jar", "?force=true", "/", "/..;/hotupgrade", ";a=b" })
	void oddRequestWithoutPasswordIsRefusedBeforeItIsLookedAt(String suffix) throws Exception {
		HttpResponse<String> response = send(request(suffix).POST(BodyPublishers.ofString("{")));
		assertThat(response.statusCode()).isIn(400, 401, 403);
		assertThat(response.body()).doesNotContain("MALFORMED_REQUEST");
		assertThat(this.hotUpgrade.requests()).isEmpty();
	}

	@Test
	void wrongPasswordIsRefused() throws Exception {
		assertThat(send(authorized("guess").POST(BodyPublishers.noBody())).statusCode()).isEqualTo(401);
		assertThat(this.hotUpgrade.requests()).isEmpty();
	}

	@Test
	void rightPasswordIsAcceptedAndMalformedBodiesAreStillRefused() throws Exception {
		assertThat(send(authorized("secret").GET()).statusCode()).isEqualTo(200);
		HttpResponse<String> malformed = send(
				authorized("secret").header("Content-Type", "application/json").POST(BodyPublishers.ofString("{")));
		assertThat(malformed.statusCode()).isEqualTo(400);
		assertThat(malformed.body()).contains("MALFORMED_REQUEST");
	}

	@Test
	void floodWithoutPasswordReachesNothing() {
		List<CompletableFuture<HttpResponse<String>>> answers = Stream
			.generate(() -> request("").POST(BodyPublishers.noBody()).build())
			.limit(FLOOD)
			.map((request) -> this.client.sendAsync(request, BodyHandlers.ofString()))
			.toList();
		assertThat(answers).allSatisfy((answer) -> assertThat(answer.join().statusCode()).isEqualTo(401));
		assertThat(this.hotUpgrade.requests()).isEmpty();
	}

	private HttpRequest.Builder request(String suffix) {
		String port = this.context.getEnvironment().getProperty("local.server.port");
		return HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/actuator/hotupgrade" + suffix))
			.timeout(Duration.ofSeconds(30));
	}

	private HttpRequest.Builder authorized(String password) {
		String credentials = Base64.getEncoder()
			.encodeToString(("operator:" + password).getBytes(StandardCharsets.UTF_8));
		return request("").header("Authorization", "Basic " + credentials);
	}

	private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
		return this.client.send(request.build(), BodyHandlers.ofString());
	}

}
