package io.hotupgrade.endtoend;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebDriverException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.support.ui.WebDriverWait;

/**
 * A real browser without a window. Closing ends its processes.
 */
final class Browser implements AutoCloseable {

	private static final Duration LIMIT = Duration.ofSeconds(30);

	private final ChromeDriver driver;

	private Browser(ChromeDriver driver) {
		this.driver = driver;
	}

	/** Skips the test where there is none. */
	static void assumeInstalled() throws IOException, InterruptedException {
		Tools.assumeInstalled("chromedriver", "chromium-driver");
		Tools.assumeInstalled("chromium", "chromium");
	}

	/**
	 * Starts one that knows nothing yet.
	 * @param directory an empty directory for what it writes
	 * @return the browser
	 */
	static Browser start(Path directory) throws IOException, InterruptedException {
		ChromeOptions options = new ChromeOptions();
		options.setBinary(Tools.find("chromium").toFile());
		// It is shown nothing but pages of this project's own, and loopback needs no
		// proxy.
		options.addArguments("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
				"--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-proxy-server",
				"--user-data-dir=" + directory, "--window-size=1000,800");
		ChromeDriverService service = new ChromeDriverService.Builder()
			.usingDriverExecutable(Tools.find("chromedriver").toFile())
			.usingAnyFreePort()
			.build();
		return new Browser(new ChromeDriver(service, options));
	}

	ChromeDriver driver() {
		return this.driver;
	}

	void open(String url) {
		this.driver.get(url);
	}

	/**
	 * Waits for an element.
	 * @param selector in the language of style sheets
	 * @return the element, which is shown
	 */
	WebElement find(String selector) {
		return new WebDriverWait(this.driver, LIMIT).ignoring(WebDriverException.class).until((driver) -> {
			WebElement found = driver.findElement(By.cssSelector(selector));
			return found.isDisplayed() ? found : null;
		});
	}

	/** Types into a field, behind what is there. */
	void type(String selector, String text) {
		find(selector).sendKeys(text);
	}

	void click(String selector) {
		find(selector).click();
	}

	String text(String selector) {
		return find(selector).getText();
	}

	/** Waits until an element has a text. */
	void awaitText(String selector, String text) {
		new WebDriverWait(this.driver, LIMIT).withMessage(() -> selector + " is not '" + text + "' but " + describe())
			// The page may just be replaced by another one.
			.ignoring(WebDriverException.class)
			.until((driver) -> driver.findElement(By.cssSelector(selector)).getText().equals(text));
	}

	private String describe() {
		return this.driver.getCurrentUrl() + ":\n" + this.driver.getPageSource();
	}

	/**
	 * Keeps a picture of what is shown.
	 * @param file where to
	 */
	void photograph(Path file) {
		try {
			Files.createDirectories(file.getParent());
			Files.write(file, this.driver.getScreenshotAs(OutputType.BYTES));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	void resize(int width, int height) {
		this.driver.manage().window().setSize(new Dimension(width, height));
	}

	@Override
	public void close() {
		this.driver.quit();
	}

}
