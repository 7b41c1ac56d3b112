package io.hotupgrade.autoconfigure.endpoint;

import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

import io.hotupgrade.RefusalReason;
import io.hotupgrade.UpgradeRequest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.json.BasicJsonTester;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a client of the endpoint sees, from a real server. Subclasses say which, and where
 * the endpoint is.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class AbstractEndpointRequestTests {

	private static final int TOO_LARGE = 64 * 1024 + 1;

	private final BasicJsonTester json = new BasicJsonTester(getClass());

	private final HttpClient client = HttpClient.newHttpClient();

	private final Class<?> serverConfiguration;

	private final String path;

	private final String[] arguments;

	private TestHotUpgrade hotUpgrade;

	private ConfigurableApplicationContext context;

	AbstractEndpointRequestTests(Class<?> serverConfiguration, String path, String... arguments) {
		this.serverConfiguration = serverConfiguration;
		this.path = path;
		this.arguments = arguments;
	}

	@BeforeAll
	void start() {
		SpringApplication application = new SpringApplication(Application.class, this.serverConfiguration);
		application.setDefaultProperties(
				Map.of("server.port", "0", "management.endpoints.web.exposure.include", "hotupgrade,loggers"));
		this.context = application.run(this.arguments);
		this.hotUpgrade = this.context.getBean(TestHotUpgrade.class);
	}

	@AfterAll
	void stop() {
		this.context.close();
	}

	@Test
	void readIsOk() throws Exception {
		HttpResponse<String> response = send(request("?time=1").GET());
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(this.json.from(response.body())).extractingJsonPathStringValue("$.state").isEqualTo("SERVING");
	}

	@Test
	void writeWithoutBodyAndContentTypeIsAccepted() throws Exception {
		HttpResponse<String> response = send(request("").POST(BodyPublishers.noBody()));
		assertThat(response.statusCode()).isEqualTo(202);
		assertThat(this.json.from(response.body())).extractingJsonPathStringValue("$.state").isEqualTo("LAUNCHING");
		assertThat(this.json.from(response.body())).extractingJsonPathNumberValue("$.successor.pid").isEqualTo(200);
	}

	@ParameterizedTest
	@ValueSource(strings = { "application/json", "application/x-www-form-urlencoded", "nonsense" })
	void writeWithoutBodyIsAcceptedWhateverTheContentType(String contentType) throws Exception {
		assertThat(post("", contentType, BodyPublishers.noBody()).statusCode()).isEqualTo(202);
	}

	@ParameterizedTest
	@ValueSource(strings = { "application/json", "application/json;charset=UTF-8",
			"application/vnd.spring-boot.actuator.v3+json" })
	void writeWithJarIsAccepted(String contentType) throws Exception {
		HttpResponse<String> response = post("", contentType, BodyPublishers.ofString("{\"jar\": \"/opt/é.jar\"}"));
		assertThat(response.statusCode()).isEqualTo(202);
		assertThat(this.hotUpgrade.requests()).last().isEqualTo(UpgradeRequest.toJar("/opt/é.jar"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "/page", "/page.css", "/page.js" })
	void pageIsOffByDefault(String path) throws Exception {
		assertThat(send(request(path).GET()).statusCode()).isEqualTo(404);
	}

	@Test
	void whatWasLearnedHasAPathOfItsOwn() throws Exception {
		HttpResponse<String> response = send(request("/learned").GET());
		assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
		assertThat(this.json.from(response.body())).isStrictlyEqualToJson("""
				{"learning": true, "leftOut": {"CREDENTIALS": 3}, "requests": [{"path": "/orders/7?page=1",
				"accept": "application/json", "pattern": "/orders/{id}", "percent": 75.5}]}""");
		assertThat(send(request("/forgotten").GET()).statusCode()).isEqualTo(404);
	}

	@Test
	void whatSpeaksAgainstAnUpgradeHasAPathOfItsOwn() throws Exception {
		this.hotUpgrade.refuse(RefusalReason.NO_LISTENER);
		try {
			HttpResponse<String> response = send(request("/check?jar=%2Fopt%2Fa.jar").GET());
			assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
			assertThat(this.json.from(response.body())).isStrictlyEqualToJson("""
					{"possible": false, "findings": [
					{"severity": "OBSTACLE", "reason": "NO_LISTENER", "value": "", "message": "Refused: NO_LISTENER",
					"remedy": ""},
					{"severity": "WARNING", "reason": "SAME_JAR", "value": "app.jar", "message": "/opt/a.jar. Rename",
					"remedy": "Rename"}]}""");
		}
		finally {
			this.hotUpgrade.accept();
		}
		assertThat(this.json.from(send(request("/check").GET()).body())).extractingJsonPathBooleanValue("$.possible")
			.isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "?check=true" })
	void writeThatOnlyChecksStartsNothing(String query) throws Exception {
		int requests = this.hotUpgrade.requests().size();
		HttpResponse<String> response = post(query, "application/json",
				BodyPublishers.ofString(query.isEmpty() ? "{\"check\": true, \"jar\": \"/opt/c.jar\"}" : ""));
		assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
		assertThat(this.json.from(response.body())).extractingJsonPathBooleanValue("$.possible").isTrue();
		assertThat(this.json.from(response.body())).extractingJsonPathStringValue("$.findings[0].reason")
			.isEqualTo("SAME_JAR");
		assertThat(this.hotUpgrade.requests()).hasSize(requests);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "?rehearse=true" })
	void writeThatRehearsesBeginsARehearsal(String query) throws Exception {
		HttpResponse<String> response = post(query, "application/json",
				BodyPublishers.ofString(query.isEmpty() ? "{\"rehearse\": true}" : ""));
		assertThat(response.statusCode()).as(response.body()).isEqualTo(202);
		assertThat(this.json.from(response.body())).extractingJsonPathStringValue("$.id").isEqualTo("u3");
		assertThat(this.json.from(response.body())).extractingJsonPathBooleanValue("$.rehearsal").isTrue();
	}

	@Test
	void writeThatDoesNotRehearseIsAnUpgrade() throws Exception {
		HttpResponse<String> response = post("", "application/json", BodyPublishers.ofString("{\"rehearse\": false}"));
		assertThat(this.json.from(response.body())).extractingJsonPathStringValue("$.id").isEqualTo("u2");
		assertThat(this.json.from(response.body())).doesNotHaveJsonPath("$.rehearsal");
	}

	@Test
	void writeWithChecksumAsksForAJarThatHasIt() throws Exception {
		HttpResponse<String> response = post("", "application/json",
				BodyPublishers.ofString("{\"sha256\": \"0a1b\", \"check\": false}"));
		assertThat(response.statusCode()).isEqualTo(202);
		assertThat(this.hotUpgrade.requests()).last().isEqualTo(UpgradeRequest.asConfigured().withSha256("0a1b"));
	}

	@Test
	void continueIsAcceptedWithoutBody() throws Exception {
		HttpResponse<String> response = send(request("/continue").POST(BodyPublishers.noBody()));
		assertThat(response.statusCode()).isEqualTo(202);
		assertThat(this.json.from(response.body())).extractingJsonPathStringValue("$.id").isEqualTo("u2");
		assertThat(post("/continue", "application/json", BodyPublishers.ofString("{}")).statusCode()).isEqualTo(202);
	}

	@Test
	void continueTakesNoParameters() throws Exception {
		int requests = this.hotUpgrade.requests().size();
		assertThat(post("/continue", "application/json", BodyPublishers.ofString("{\"jar\": \"a\"}")).statusCode())
			.isEqualTo(400);
		assertThat(send(request("/continue?jar=a").POST(BodyPublishers.noBody())).statusCode()).isEqualTo(400);
		assertThat(this.hotUpgrade.requests()).hasSize(requests);
	}

	@Test
	void continueWhenNothingWaitsIsAConflict() throws Exception {
		this.hotUpgrade.refuse(RefusalReason.NOT_AT_GATE);
		try {
			HttpResponse<String> response = send(request("/continue").POST(BodyPublishers.noBody()));
			assertThat(response.statusCode()).isEqualTo(409);
			assertThat(this.json.from(response.body())).extractingJsonPathStringValue("$.reason")
				.isEqualTo("NOT_AT_GATE");
		}
		finally {
			this.hotUpgrade.accept();
		}
	}

	@Test
	void writeWithJarInTheQueryIsAccepted() throws Exception {
		assertThat(send(request("?jar=/opt/b.jar").POST(BodyPublishers.noBody())).statusCode()).isEqualTo(202);
		assertThat(this.hotUpgrade.requests()).last().isEqualTo(UpgradeRequest.toJar("/opt/b.jar"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "{}", "{\"jar\": null}" })
	void writeWithoutJarAsksForWhatIsConfigured(String body) throws Exception {
		assertThat(post("", "application/json", BodyPublishers.ofString(body)).statusCode()).isEqualTo(202);
		assertThat(this.hotUpgrade.requests()).last().isEqualTo(UpgradeRequest.asConfigured());
	}

	@ParameterizedTest
	@ValueSource(strings = { "{", " ", "nonsense", "[]", "null", "\"jar\"", "{\"jar\": 5}", "{\"jar\": true}",
			"{\"jar\": [\"a\"]}", "{\"jar\": {\"a\": 1}}", "{\"jar\": \" \"}", "{\"jra\": \"a\"}",
			"{\"jar\": \"a\", \"force\": true}", "{\"jar\": \"a\", \"jar\": \"b\"}", "{} {}", "{\"check\": \"true\"}",
			"{\"check\": 1}", "{\"rehearse\": \"yes\"}", "{\"sha256\": true}" })
	void writeWithMalformedBodyIsRefused(String body) throws Exception {
		assertMalformed(post("", "application/json", BodyPublishers.ofString(body)));
	}

	@Test
	void writeWithDeeplyNestedBodyIsRefused() throws Exception {
		assertMalformed(post("", "application/json", BodyPublishers.ofString("[".repeat(60_000))));
	}

	@ParameterizedTest
	@ValueSource(strings = { "text/plain", "application/x-www-form-urlencoded", "application/xml", "nonsense" })
	void writeWithOtherContentTypeIsRefused(String contentType) throws Exception {
		assertMalformed(post("", contentType, BodyPublishers.ofString("jar=a")));
	}

	@Test
	void writeWithBodyAndNoContentTypeIsRefused() throws Exception {
		assertMalformed(send(request("").POST(BodyPublishers.ofString("{}"))));
	}

	@Test
	void writeWithOversizedBodyIsRefused() throws Exception {
		assertMalformed(post("", "application/json", BodyPublishers.ofString(" ".repeat(TOO_LARGE))));
	}

	@Test
	void writeWithOversizedBodyOfUnknownLengthIsRefused() throws Exception {
		byte[] body = " ".repeat(TOO_LARGE).getBytes(StandardCharsets.UTF_8);
		assertMalformed(
				post("", "application/json", BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body))));
	}

	@ParameterizedTest
	@ValueSource(strings = { "?force=true", "?jar=a&jar=b", "?jar=", "?check=yes", "?rehearse=1" })
	void writeWithMalformedQueryIsRefused(String query) throws Exception {
		assertMalformed(send(request(query).POST(BodyPublishers.noBody())));
	}

	@Test
	void deleteIsAccepted() throws Exception {
		assertThat(send(request("").DELETE()).statusCode()).isEqualTo(202);
	}

	@Test
	void deleteWithParameterIsRefused() throws Exception {
		assertMalformed(send(request("?jar=a").DELETE()));
	}

	@Test
	void refusalNamesItsReason() throws Exception {
		this.hotUpgrade.refuse(RefusalReason.UPGRADE_IN_PROGRESS);
		try {
			HttpResponse<String> response = send(request("").POST(BodyPublishers.noBody()));
			assertThat(response.statusCode()).isEqualTo(409);
			assertThat(this.json.from(response.body())).isStrictlyEqualToJson(
					"{\"reason\": \"UPGRADE_IN_PROGRESS\", \"message\": \"Refused: UPGRADE_IN_PROGRESS\"}");
		}
		finally {
			this.hotUpgrade.accept();
		}
	}

	@Test
	void otherEndpointsAreLeftToBoot() throws Exception {
		HttpResponse<String> response = send(HttpRequest.newBuilder(uri("/../loggers/io.hotupgrade").normalize())
			.header("Content-Type", "application/json")
			.POST(BodyPublishers.ofString("{")));
		assertThat(response.statusCode()).isEqualTo(400);
		assertThat(response.body()).doesNotContain("MALFORMED_REQUEST");
	}

	private void assertMalformed(HttpResponse<String> response) {
		assertThat(response.statusCode()).isEqualTo(400);
		assertThat(response.headers().firstValue("Content-Type"))
			.hasValueSatisfying((contentType) -> assertThat(contentType).startsWith("application/json"));
		assertThat(this.json.from(response.body())).extractingJsonPathMapValue("$")
			.containsOnlyKeys("reason", "message");
		assertThat(this.json.from(response.body())).extractingJsonPathStringValue("$.reason")
			.isEqualTo("MALFORMED_REQUEST");
		assertThat(this.json.from(response.body())).extractingJsonPathStringValue("$.message").isNotBlank();
	}

	private HttpResponse<String> post(String query, String contentType, BodyPublisher body) throws Exception {
		return send(request(query).header("Content-Type", contentType).POST(body));
	}

	private HttpRequest.Builder request(String query) {
		return HttpRequest.newBuilder(uri(query));
	}

	private URI uri(String suffix) {
		String port = this.context.getEnvironment().getProperty("local.management.port");
		return URI.create("http://localhost:" + port + this.path + suffix);
	}

	private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
		return this.client.send(request.timeout(Duration.ofSeconds(30)).build(), BodyHandlers.ofString());
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@Bean
		TestHotUpgrade testHotUpgrade() {
			return new TestHotUpgrade();
		}

	}

}
