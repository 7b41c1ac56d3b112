package io.hotupgrade.autoconfigure.metrics;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.hotupgrade.autoconfigure.endpoint.TestHotUpgrade;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests the dashboard and the alerting rules in the examples: that there is every series
 * that they name, and by {@code promtool} that they say what they are meant to.
 */
class MonitoringExamplesTests {

	private static final Path EXAMPLES = Path.of("../examples/monitoring");

	private static final Pattern SERIES = Pattern.compile("hotupgrade_[a-z_]+");

	@TempDir
	Path directory;

	private final JsonNode dashboard = read();

	private static JsonNode read() {
		try {
			return new ObjectMapper().readTree(EXAMPLES.resolve("dashboard.json").toFile());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Test
	void everySeriesIsThere() throws IOException {
		Set<String> named = new TreeSet<>(series(Files.readString(EXAMPLES.resolve("alerts.yml"))));
		expressions().forEach((expression) -> named.addAll(series(expression)));
		assertThat(named).hasSizeGreaterThan(5);
		assertThat(scraped()).containsAll(named);
	}

	@Test
	void rulesDoWhatTheirTestsSay() throws Exception {
		promtool("check", "rules", EXAMPLES.resolve("alerts.yml").toString());
		promtool("test", "rules", EXAMPLES.resolve("alerts-tests.yml").toString());
	}

	@Test
	void expressionsOfTheDashboardAreUnderstood() throws Exception {
		List<String> rules = new ArrayList<>(List.of("groups:", "- name: dashboard", "  rules:"));
		for (String expression : expressions()) {
			rules.add("  - record: panel:%d".formatted(rules.size()));
			rules.add("    expr: '%s'".formatted(expression.replace("'", "''")));
		}
		promtool("check", "rules", Files.write(this.directory.resolve("dashboard.yml"), rules).toString());
	}

	private List<String> expressions() {
		List<String> expressions = new ArrayList<>(this.dashboard.path("panels").findValuesAsText("expr"));
		expressions.addAll(this.dashboard.path("annotations").findValuesAsText("expr"));
		assertThat(expressions).hasSizeGreaterThan(10);
		return expressions;
	}

	private static Set<String> series(String text) {
		return new TreeSet<>(SERIES.matcher(text).results().map(MatchResult::group).toList());
	}

	private static Set<String> scraped() {
		PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
		HotUpgradeMetrics metrics = new HotUpgradeMetrics(new TestHotUpgrade());
		metrics.bindTo(registry);
		// Some are there from the first upgrade on.
		metrics.ended(TestHotUpgrade.FAILED);
		return series(registry.scrape());
	}

	/** Skips the test where there is none. */
	private void promtool(String... arguments) throws Exception {
		List<String> command = new ArrayList<>(List.of("promtool"));
		command.addAll(List.of(arguments));
		Process process;
		try {
			process = new ProcessBuilder(command).redirectErrorStream(true)
				.redirectOutput(this.directory.resolve("promtool.log").toFile())
				.start();
		}
		catch (IOException ex) {
			Assumptions.abort("promtool is not installed (package prometheus)");
			return;
		}
		assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
		assertThat(process.exitValue())
			.as(Files.readString(this.directory.resolve("promtool.log"), StandardCharsets.UTF_8))
			.isZero();
	}

}
