package io.hotupgrade.autoconfigure.page;

import java.net.CookieManager;
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
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.hotupgrade.autoconfigure.endpoint.TestHotUpgrade;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.util.StringUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The page where Spring Security protects it with its own defaults: a password, a session
 * and a token in it against requests that come from elsewhere. Subclasses bring the
 * application, and say where the page is.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class AbstractStatusPageTests {

	private static final Pattern TOKEN = Pattern
		.compile("<meta name=\"csrf\" data-header=\"([^\"]+)\" content=\"([^\"]+)\">");

	private final Class<?> application;

	private final String endpoint;

	private final String[] arguments;

	private ConfigurableApplicationContext context;

	private TestHotUpgrade hotUpgrade;

	/**
	 * Creates the tests.
	 * @param application the application
	 * @param endpoint the path of the endpoint
	 * @param arguments of its start
	 */
	AbstractStatusPageTests(Class<?> application, String endpoint, String... arguments) {
		this.application = application;
		this.endpoint = endpoint;
		this.arguments = arguments;
	}

	@BeforeAll
	void start() {
		SpringApplication starting = new SpringApplication(this.application);
		starting.setDefaultProperties(Map.of("server.port", "0", "spring.application.name", "shop & co",
				"management.endpoints.web.exposure.include", "hotupgrade", "hotupgrade.page.enabled", "true",
				"spring.security.user.name", "operator", "spring.security.user.password", "secret"));
		choose(starting);
		this.context = starting
			.run(StringUtils.addStringToArray(this.arguments, "--spring.autoconfigure.exclude=${test.other-servers:}"));
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
	@ValueSource(strings = { "/page", "/page.css", "/page.js" })
	void whoHasNotLoggedInSeesNothing(String path) throws Exception {
		HttpResponse<String> response = send(client(), request(path).GET());
		assertThat(response.statusCode()).isIn(302, 401);
		assertThat(response.body()).doesNotContain("ot upgrade");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/page text/html", "/page.css text/css", "/page.js text/javascript" })
	void filesAreServedAndNothingElseMayBeLoaded(String pathAndType) throws Exception {
		String path = pathAndType.split(" ")[0];
		HttpResponse<String> response = send(client(), authorized(path).GET());
		assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
		assertThat(header(response, "Content-Type")).startsWithIgnoringCase(pathAndType.split(" ")[1])
			.containsIgnoringCase("charset=UTF-8");
		assertThat(header(response, "Content-Security-Policy")).contains("default-src 'none'", "script-src 'self'",
				"frame-ancestors 'none'");
		assertThat(header(response, "X-Content-Type-Options")).isEqualTo("nosniff");
		assertThat(header(response, "Cache-Control")).contains("no-store");
		HttpResponse<String> head = send(client(), authorized(path).method("HEAD", BodyPublishers.noBody()));
		assertThat(head.statusCode()).isEqualTo(200);
		assertThat(head.body()).isEmpty();
	}

	@Test
	void pageNamesTheApplication() throws Exception {
		assertThat(page(client())).contains("<h1>shop &amp; co</h1>").contains("data-access=\"unrestricted\"");
	}

	/**
	 * With servlets it is the error page that asks for a login.
	 */
	@Test
	void requestThatDoesNotComeFromThePageIsRefused() throws Exception {
		int requests = this.hotUpgrade.requests().size();
		CookieManager client = client();
		page(client);
		assertThat(send(client, authorized("").POST(BodyPublishers.noBody())).statusCode()).isIn(401, 403);
		assertThat(send(client, authorized("").DELETE()).statusCode()).isIn(401, 403);
		assertThat(this.hotUpgrade.requests()).hasSize(requests);
	}

	@Test
	void requestWithThePagesTokenIsAccepted() throws Exception {
		int requests = this.hotUpgrade.requests().size();
		CookieManager client = client();
		Matcher token = TOKEN.matcher(page(client));
		assertThat(token.find()).isTrue();
		for (HttpRequest.Builder request : List.of(authorized("").POST(BodyPublishers.noBody()),
				authorized("/continue").POST(BodyPublishers.noBody()), authorized("").DELETE())) {
			HttpResponse<String> response = send(client, request.header(token.group(1), token.group(2)));
			assertThat(response.statusCode()).as(response.body()).isEqualTo(202);
		}
		assertThat(this.hotUpgrade.requests()).hasSize(requests + 1);
		assertThat(send(client(), authorized("").header(token.group(1), token.group(2)).DELETE()).statusCode())
			.as("in another session")
			.isIn(401, 403);
	}

	@Test
	void onlyThePageAndItsFilesAreServed() throws Exception {
		CookieManager client = client();
		for (String path : List.of("/page/", "/page.txt", "/pages", "/x/page")) {
			assertThat(send(client, authorized(path).GET()).statusCode()).as(path).isEqualTo(404);
		}
		Matcher token = TOKEN.matcher(page(client));
		assertThat(token.find()).isTrue();
		HttpResponse<String> response = send(client,
				authorized("/page").POST(BodyPublishers.noBody()).header(token.group(1), token.group(2)));
		assertThat(response.statusCode()).isGreaterThanOrEqualTo(400);
	}

	private String page(CookieManager client) throws Exception {
		return send(client, authorized("/page").header("Accept", "text/html,*/*;q=0.8").GET()).body();
	}

	private static CookieManager client() {
		return new CookieManager();
	}

	private HttpRequest.Builder request(String suffix) {
		String port = this.context.getEnvironment().getProperty("local.management.port");
		return HttpRequest.newBuilder(URI.create("http://localhost:" + port + this.endpoint + suffix))
			.timeout(Duration.ofSeconds(30));
	}

	private HttpRequest.Builder authorized(String suffix) {
		return request(suffix).header("Authorization",
				"Basic " + Base64.getEncoder().encodeToString("operator:secret".getBytes(StandardCharsets.UTF_8)));
	}

	private static String header(HttpResponse<String> response, String name) {
		return response.headers().firstValue(name).orElse("");
	}

	/**
	 * On a connection of its own: Reactor Netty may stop reading from one that is kept
	 * alive (docs/draining.md).
	 */
	private static HttpResponse<String> send(CookieManager client, HttpRequest.Builder request) throws Exception {
		return HttpClient.newBuilder().cookieHandler(client).build().send(request.build(), BodyHandlers.ofString());
	}

}
