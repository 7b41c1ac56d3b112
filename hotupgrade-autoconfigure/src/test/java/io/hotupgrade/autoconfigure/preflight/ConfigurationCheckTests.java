package io.hotupgrade.autoconfigure.preflight;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

import io.hotupgrade.Preflight;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.MapPropertySource;
import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ConfigurationCheck}.
 */
class ConfigurationCheckTests {

	private static final String PROPERTIES = "BOOT-INF/classes/application.properties";

	private static final String YAML = "BOOT-INF/classes/application.yml";

	@TempDir
	private Path directory;

	private final MockEnvironment environment = new MockEnvironment();

	private final Map<String, String> files = new TreeMap<>();

	@BeforeEach
	void attach() {
		ConfigurationPropertySources.attach(this.environment);
		this.files.put(PROPERTIES, "other=1");
	}

	@ParameterizedTest
	@CsvSource({ "server.port, 9090, 8080, LISTENERS_DIFFER", "server.address, 127.0.0.1, '', LISTENERS_DIFFER",
			"management.server.port, 9091, '', LISTENERS_DIFFER",
			"management.server.address, ::1, '', LISTENERS_DIFFER",
			"hotupgrade.enabled, false, true, 'never reports'" })
	void whatTheNewJarHasAnewIsFound(String name, String value, String here, String consequence) {
		this.files.put(PROPERTIES, name + "=" + value);
		assertThat(check()).singleElement().satisfies((finding) -> {
			assertThat(finding.severity()).isEqualTo(Preflight.Severity.WARNING);
			assertThat(finding.reason()).isEqualTo("CONFIGURATION_CHANGED");
			assertThat(finding.value()).isEqualTo(name + "=" + value);
			assertThat(finding.message()).contains("'" + value + "' for " + name,
					"and this instance " + (here.isEmpty() ? "nothing" : "'" + here + "'"), consequence);
			assertThat(finding.remedy()).startsWith("Restart");
		});
	}

	@Test
	void whatTheOldJarHadAndTheNewOneHasNotIsFound() {
		inTheJar("server.port", "9090");
		assertThat(check()).singleElement()
			.satisfies((finding) -> assertThat(finding.value()).isEqualTo("server.port=8080"));
		this.files.put(PROPERTIES, "server.port=9090");
		assertThat(check()).isEmpty();
	}

	@Test
	void whatCountsMoreThanAJarDecidesForBoth() {
		this.environment.setProperty("server.port", "9090");
		this.files.put(PROPERTIES, "server.port=9091");
		assertThat(check()).isEmpty();
	}

	@Test
	void defaultsOfTheProgramCountLess() {
		this.environment.getPropertySources()
			.addLast(new MapPropertySource("defaultProperties", Map.of("server.port", "9090")));
		assertThat(check()).isEmpty();
		this.files.put(PROPERTIES, "server.port=9091");
		assertThat(check()).hasSize(1);
	}

	@Test
	void portThatTheNewInstanceIsGivenIsNoOther() {
		inTheJar("server.port", "0");
		this.environment.setProperty("local.server.port", "41234");
		this.files.put(PROPERTIES, "server.port=0");
		assertThat(check()).isEmpty();
		this.files.put(PROPERTIES, "server.port=41234");
		assertThat(check()).isEmpty();
		this.files.put(PROPERTIES, "server.port=41235");
		assertThat(check()).hasSize(1);
	}

	@Test
	void placeholdersAreWhatTheyAreHere() {
		this.files.put(PROPERTIES, "server.port=${PORT:8080}\nserver.address=${NOBODY_KNOWS}");
		assertThat(check()).isEmpty();
		this.environment.setProperty("PORT", "9090");
		assertThat(check()).singleElement()
			.satisfies((finding) -> assertThat(finding.value()).isEqualTo("server.port=9090"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "application.yml", "application.yaml", "config/application.yaml",
			"BOOT-INF/classes/config/application.yml", "BOOT-INF/classes/application-default.yml" })
	void fileIsFoundWhereverItMayBe(String name) {
		this.files.put(name, "server:\n  port: 9090\n");
		assertThat(check()).hasSize(1);
	}

	@Test
	void activeProfilesDecide() {
		this.environment.setActiveProfiles("a", "b");
		this.files.put("BOOT-INF/classes/application-a.properties", "server.port=9091");
		this.files.put("BOOT-INF/classes/application-b.properties", "server.port=9092");
		this.files.put("BOOT-INF/classes/application-c.properties", "server.port=9093");
		this.files.put(YAML, "server.port: 9090\n---\nspring.config.activate.on-profile: c\nserver.port: 9094\n");
		assertThat(check()).extracting(Preflight.Finding::value).containsExactly("server.port=9092");
		this.files.keySet().removeIf((name) -> name.contains("-"));
		this.files.remove(YAML);
		this.files.put(YAML, "server.port: 9090\n---\nspring.config.activate.on-profile: a & b\nserver.port: 9095\n");
		assertThat(check()).extracting(Preflight.Finding::value).containsExactly("server.port=9095");
	}

	@Test
	void propertiesCountMoreThanYaml() {
		this.files.put(PROPERTIES, "server.port=9090");
		this.files.put(YAML, "server.port: 9091");
		assertThat(check()).extracting(Preflight.Finding::value).containsExactly("server.port=9090");
	}

	@Test
	void nothingIsSaidOfWhatCannotBeKnown() {
		inTheJar("server.port", "9090");
		this.files.clear();
		assertThat(check()).as("no file").isEmpty();
		this.files.put(YAML, "server: [");
		assertThat(check()).as("malformed").isEmpty();
		this.files.put(YAML, "server.port: 9091");
		this.environment.setProperty("spring.config.location", "file:/etc/shop/");
		assertThat(check()).as("elsewhere").isEmpty();
	}

	private void inTheJar(String name, String value) {
		this.environment.getPropertySources()
			.addLast(
					new MapPropertySource("Config resource 'class path resource [application.properties]' via location",
							Map.of(name, value)));
	}

	private List<Preflight.Finding> check() {
		return new ConfigurationCheck(this.environment).check(jar());
	}

	private Path jar() {
		Path jar = this.directory.resolve("app.jar");
		try (OutputStream file = Files.newOutputStream(jar); ZipOutputStream out = new ZipOutputStream(file)) {
			out.putNextEntry(new ZipEntry("META-INF/"));
			for (Map.Entry<String, String> entry : this.files.entrySet()) {
				out.putNextEntry(new ZipEntry(entry.getKey()));
				out.write(entry.getValue().getBytes(StandardCharsets.UTF_8));
			}
		}
		catch (IOException ex) {
			throw new AssertionError(ex);
		}
		return jar;
	}

}
