package io.hotupgrade.endtoend;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import io.hotupgrade.loadmeter.ExchangeFailedException;
import io.hotupgrade.loadmeter.PlainHttp;
import io.hotupgrade.loadmeter.process.JavaLaunch;
import io.hotupgrade.loadmeter.process.SampleInstance;
import io.hotupgrade.loadmeter.process.UpgradeView;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.openqa.selenium.By;
import org.openqa.selenium.Cookie;
import org.openqa.selenium.WebDriver;
import org.openqa.selenium.WebElement;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Somebody has logged in with a browser and fills in a form while the application is
 * upgraded.
 */
class FormLoginIT {

	private static final Duration LIMIT = Duration.ofSeconds(90);

	private static final String LETTER = "Dear Charles, the engine is being replaced while I write.";

	@TempDir
	private Path directory;

	static Stream<String> applications() {
		return Extent.variants(1,
				List.of("login-app/login-app-tomcat", "login-app/login-app-jetty",
						"login-app-boot3/login-app-boot3-tomcat", "login-app-boot3/login-app-boot3-jetty",
						"login-app-boot3/login-app-boot3-undertow", "login-app-webflux/login-app-webflux",
						"login-app-webflux-boot3/login-app-webflux-boot3"))
			.stream();
	}

	@ParameterizedTest
	@MethodSource("applications")
	void whoFillsInAFormSendsItToTheNewVersion(String application) throws Exception {
		Browser.assumeInstalled();
		try (SampleInstance sample = SampleInstance.launch(launch(application));
				Browser browser = Browser.start(Files.createDirectory(this.directory.resolve("browser")))) {
			sample.first().await("login page", LIMIT, () -> isAskingToLogIn(sample));
			logIn(browser, sample);
			assertThat(browser.text("#pid")).isEqualTo(Long.toString(sample.first().pid()));
			browser.type("#text", "Dear Charles, ");
			rollBack(sample);
			browser.type("#text", "the engine is being replaced ");
			UpgradeView done = upgrade(sample);
			browser.type("#text", "while I write.");
			browser.click("#send");
			browser.awaitText("#count", "1");
			assertThat(browser.text("#letters")).isEqualTo(LETTER);
			assertThat(browser.text("#user")).isEqualTo("ada");
			assertThat(browser.text("#pid")).isEqualTo(Long.toString(done.successor().pid()));
			browser.photograph(Path.of("target", "pictures", "form-login-" + sample.port() + ".png"));
			assertThat(done.receipt().sessions().leftBehind()).isZero();
			assertThat(done.receipt().sessions().unreadable()).isZero();
			if (!application.contains("webflux")) {
				browser.open(url(sample) + "draft");
				assertThat(browser.text("body")).as("the attribute of Spring MVC's").isEqualTo(LETTER);
				assertThatAnotherLoginEndsTheSession(browser, sample);
			}
		}
	}

	/**
	 * A user may have one at a time; this one has begun in another process, which has
	 * also promised to remember the user.
	 */
	private static void assertThatAnotherLoginEndsTheSession(Browser browser, SampleInstance sample) {
		WebDriver.Options cookies = browser.driver().manage();
		Cookie session = cookies.getCookieNamed("JSESSIONID");
		Cookie remembered = cookies.getCookieNamed("remember-me");
		cookies.deleteAllCookies();
		logIn(browser, sample);
		cookies.deleteAllCookies();
		cookies.addCookie(session);
		browser.open(url(sample));
		assertThat(browser.text("body")).contains("This session has been expired");
		cookies.deleteAllCookies();
		cookies.addCookie(remembered);
		browser.open(url(sample));
		assertThat(browser.text("#user")).isEqualTo("ada");
	}

	private static String url(SampleInstance sample) {
		return "http://localhost:" + sample.port() + "/";
	}

	private JavaLaunch launch(String application) throws IOException {
		Path own = Files.createDirectory(this.directory.resolve("application"));
		Sample.hastenUpgrades(own);
		Sample.configure(own, "hotupgrade.shift=50% until continued, 100%");
		Path jar = Sample.SOURCES.resolve(application.replace("/", "/target/") + ".jar");
		return UnpackedJar.quickly(UnpackedJar.jar(jar), own)
			.withEnvironment("HOTUPGRADE_PROBATION", "500ms")
			.withEnvironment("HOTUPGRADE_DRAIN_IDLETIMEOUT", "500ms");
	}

	private static boolean isAskingToLogIn(SampleInstance sample) {
		try {
			return PlainHttp.send(sample.target(), "GET", "/login").status() == 200;
		}
		catch (ExchangeFailedException ex) {
			return false;
		}
	}

	private static void logIn(Browser browser, SampleInstance sample) {
		browser.open(url(sample));
		browser.type("input[name=username]", "ada");
		browser.type("input[name=password]", "engine");
		browser.driver().findElements(By.name("remember-me")).forEach(WebElement::click);
		browser.driver().findElement(By.cssSelector("form")).submit();
		browser.awaitText("#user", "ada");
	}

	private static void rollBack(SampleInstance sample) throws IOException {
		UpgradeView begun = sample.beginUpgrade();
		awaitSharing(sample);
		sample.endpoint().abort();
		UpgradeView ended = sample.awaitUpgrade(begun.id(), LIMIT);
		assertThat(ended.outcome()).as(ended.message()).isEqualTo("ABORTED");
	}

	private static UpgradeView upgrade(SampleInstance sample) throws IOException {
		UpgradeView begun = sample.beginUpgrade();
		awaitSharing(sample);
		sample.endpoint().proceed();
		UpgradeView ended = sample.awaitUpgrade(begun.id(), LIMIT);
		assertThat(ended.outcome()).as(ended.message()).isEqualTo("SUCCEEDED");
		Processes.awaitEnd(ended.predecessor().pid(), LIMIT);
		return ended;
	}

	/** Until new connections come to both. */
	private static void awaitSharing(SampleInstance sample) {
		sample.endpoint()
			.awaitStatus("a share for the successor", LIMIT, (status) -> status.upgrade() != null
					&& status.upgrade().shift() != null && status.upgrade().shift().waiting());
	}

}
