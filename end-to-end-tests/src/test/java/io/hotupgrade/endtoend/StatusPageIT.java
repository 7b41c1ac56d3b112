package io.hotupgrade.endtoend;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.hotupgrade.loadmeter.ExchangeFailedException;
import io.hotupgrade.loadmeter.PlainHttp;
import io.hotupgrade.loadmeter.process.JavaLaunch;
import io.hotupgrade.loadmeter.process.SampleInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The page for browsers, in one, of an application that asks for a login: an upgrade that
 * fails, one that is aborted and one that is let go on, all from the page, which stays
 * open while the instance behind it is replaced.
 */
class StatusPageIT {

	private static final Duration LIMIT = Duration.ofSeconds(90);

	private static final String PLAN = "hotupgrade.shift=50% until continued, 100%";

	private static final String NEW_VERSION = "v2 <b id='markup'>&amp;";

	@TempDir
	private Path directory;

	private Path application;

	private SampleInstance sample;

	private Browser browser;

	static Stream<String> applications() {
		return Extent.variants(1, List.of("login-app/login-app-jetty session", "login-app/login-app-tomcat cookie",
				"login-app-boot3/login-app-boot3-undertow session", "login-app-webflux/login-app-webflux session",
				"login-app-webflux-boot3/login-app-webflux-boot3 session"))
			.stream();
	}

	@ParameterizedTest
	@MethodSource("applications")
	void upgradesAreSteeredAndWatchedAcrossTheHandOver(String variant) throws Exception {
		Browser.assumeInstalled();
		try (SampleInstance started = SampleInstance.launch(launch(variant.split(" ")[0], variant.split(" ")[1]));
				Browser opened = Browser.start(Files.createDirectory(this.directory.resolve("browser")))) {
			this.sample = started;
			this.browser = opened;
			this.sample.first().await("login page", LIMIT, this::isAskingToLogIn);
			logIn();
			whatCannotBeDoneIsOff();
			upgradeThatFailsIsExplained();
			upgradeCanBeAborted();
			upgradeGoesOnWhenToldAndThePageFollows();
			nothingWasLetIn();
		}
	}

	private JavaLaunch launch(String jar, String operators) throws IOException {
		this.application = Files.createDirectory(this.directory.resolve("application"));
		Sample.hastenUpgrades(this.application);
		Sample.configure(this.application, PLAN, "hotupgrade.version=v1");
		return UnpackedJar
			.quickly(UnpackedJar.jar(Sample.SOURCES.resolve(jar.replace("/", "/target/") + ".jar")), this.application)
			.withEnvironment("HOTUPGRADE_PAGE_ENABLED", "true")
			.withEnvironment("LOGIN_OPERATORS", operators)
			.withEnvironment("SPRING_SECURITY_USER_ROLES", "OPERATOR")
			.withEnvironment("HOTUPGRADE_PROBATION", "500ms")
			.withEnvironment("HOTUPGRADE_DRAIN_IDLETIMEOUT", "500ms");
	}

	private boolean isAskingToLogIn() {
		try {
			return PlainHttp.send(this.sample.target(), "GET", "/login").status() == 200;
		}
		catch (ExchangeFailedException ex) {
			return false;
		}
	}

	private void logIn() {
		this.browser.open("http://localhost:" + this.sample.port() + "/actuator/hotupgrade/page");
		this.browser.type("input[name=username]", "ada");
		this.browser.type("input[name=password]", "engine" + Keys.ENTER);
		this.browser.awaitText("#state", "Serving");
		this.browser.awaitText("#link", "Live");
		assertThat(this.browser.text("h1")).isEqualTo("login");
		assertThat(this.browser.text("#who")).contains("v1, process " + this.sample.first().pid());
	}

	private void whatCannotBeDoneIsOff() {
		this.browser.awaitText("#check-why", "An upgrade is possible.");
		assertThat(this.browser.find("#upgrade").isEnabled()).isTrue();
		assertThat(this.browser.find("#continue").isEnabled()).isFalse();
		assertThat(this.browser.find("#abort").isEnabled()).isFalse();
		assertThat(this.browser.text("#abort-why")).isEqualTo("No upgrade is running.");
		assertThat(this.browser.text("#findings")).contains("SAME_JAR");
	}

	private void upgradeThatFailsIsExplained() {
		Sample.configure(this.application, "hotupgrade.history-size=-5");
		pressByKeyboard("upgrade");
		this.browser.awaitText("#history .badge", "failed");
		assertThat(this.browser.text("#answer")).startsWith("Upgrade FAILED.");
		this.browser.click("#history summary");
		assertThat(this.browser.text("#history pre")).contains("hotupgrade.history-size");
		this.browser.awaitText("#state", "Serving");
	}

	private void upgradeCanBeAborted() {
		Sample.configure(this.application, PLAN, "hotupgrade.version=" + NEW_VERSION);
		press("upgrade");
		this.browser.awaitText("#answer", "The application has accepted that.");
		awaitGate();
		assertThat(this.browser.text("#facts")).contains("step 1 of 2: 50 % of new connections");
		assertThat(this.browser.text("#upgrade-why")).endsWith(" is running.");
		assertThat(this.browser.find("#share").isDisplayed()).isTrue();
		press("abort");
		this.browser.awaitText("#history .badge", "aborted");
		this.browser.awaitText("#state", "Serving");
	}

	private void upgradeGoesOnWhenToldAndThePageFollows() throws InterruptedException {
		press("upgrade");
		awaitGate();
		photograph();
		press("continue");
		this.browser.awaitText("#history .badge", "succeeded");
		Processes.awaitEnd(this.sample.first().pid(), LIMIT);
		this.browser.awaitText("#state", "Serving");
		this.browser.awaitText("#link", "Live");
		assertThat(this.browser.text("#who")).contains(NEW_VERSION).contains("generation 1");
		assertThat(this.browser.driver().findElements(By.cssSelector("#history > li"))).hasSize(3);
		this.browser.click("#history summary");
		assertThat(this.browser.text("#history details")).contains("connections and", "were cut");
	}

	private void nothingWasLetIn() {
		assertThat(this.browser.driver().findElements(By.id("markup"))).isEmpty();
		List<LogEntry> complaints = this.browser.driver().manage().logs().get(LogType.BROWSER).getAll();
		assertThat(complaints).noneMatch((entry) -> entry.getMessage().contains("Content Security Policy")
				|| entry.getMessage().contains("Uncaught"));
	}

	private void awaitGate() {
		this.browser.awaitText("#continue-why", "The upgrade waits at a gate, and goes on with the next step.");
		assertThat(this.browser.find("#continue").isEnabled()).isTrue();
	}

	private void press(String action) {
		this.browser.find("#" + action + ":enabled");
		this.browser.click("#" + action);
		this.browser.click("#ask-yes");
	}

	/** The question begins with what does no harm. */
	private void pressByKeyboard(String action) {
		this.browser.find("#" + action).sendKeys(Keys.ENTER);
		WebElement no = this.browser.driver().switchTo().activeElement();
		assertThat(no.getDomAttribute("id")).isEqualTo("ask-no");
		no.sendKeys(Keys.TAB);
		this.browser.driver().switchTo().activeElement().sendKeys(Keys.ENTER);
	}

	private void photograph() {
		for (String scheme : List.of("light", "dark")) {
			this.browser.driver()
				.executeCdpCommand("Emulation.setEmulatedMedia",
						Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
			this.browser.photograph(Path.of("target", "pictures", "page-" + scheme + ".png"));
		}
		this.browser.resize(500, 900);
		this.browser.photograph(Path.of("target", "pictures", "page-narrow.png"));
		Number overflow = (Number) this.browser.driver()
			.executeScript("return document.documentElement.scrollWidth - document.documentElement.clientWidth");
		assertThat(overflow.intValue()).as("nothing is wider than a narrow window").isLessThanOrEqualTo(0);
		this.browser.resize(1000, 800);
	}

}
