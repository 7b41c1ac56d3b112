package io.hotupgrade.release;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.jar.JarFile;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A release as it would be published: made twice in different directories, with all that
 * Maven Central asks for, and good for an application that has nothing but it.
 */
class ReleaseIT {

	private static final String VERSION = "0.1.0";

	private static final List<String> JARS = List.of(".jar", "-sources.jar", "-javadoc.jar");

	@TempDir(cleanup = CleanupMode.ON_SUCCESS)
	static Path directory;

	private static StagedRepository staged;

	@BeforeAll
	static void make() throws Exception {
		staged = new StagedRepository(directory.resolve("staged"), VERSION);
		staged.fill(MavenBuild.ofCopy(PublishedModules.SOURCES, directory.resolve("sources")));
	}

	static Stream<String> modules() {
		return PublishedModules.names().stream();
	}

	static Stream<String> modulesWithJar() {
		return PublishedModules.withJar().stream();
	}

	@Test
	void nothingElseIsPublished() {
		assertThat(staged.modules()).containsExactlyElementsOf(PublishedModules.names());
		assertThat(staged.files("hotupgrade-bom")).containsExactly(".pom");
	}

	@ParameterizedTest
	@MethodSource("modulesWithJar")
	void moduleHasAJarSourcesJavadocAndAListOfItsParts(String module) {
		assertThat(staged.files(module)).containsExactlyInAnyOrder(".pom", ".jar", "-sources.jar", "-javadoc.jar",
				"-cyclonedx.json", "-cyclonedx.xml");
	}

	@ParameterizedTest
	@MethodSource("modulesWithJar")
	void everyJarHasItsLicense(String module) throws IOException {
		for (String jar : JARS) {
			try (JarFile file = new JarFile(staged.file(module, jar).toFile())) {
				assertThat(file.getEntry("META-INF/LICENSE")).as(file.getName()).isNotNull();
				assertThat(file.getEntry("META-INF/NOTICE")).as(file.getName()).isNotNull();
			}
		}
	}

	@Test
	void everyJarHasAModuleNameOfItsOwn() throws IOException {
		List<String> names = new ArrayList<>();
		for (String module : PublishedModules.withJar()) {
			try (JarFile file = new JarFile(staged.file(module, ".jar").toFile())) {
				names.add(file.getManifest().getMainAttributes().getValue("Automatic-Module-Name"));
			}
		}
		assertThat(names).doesNotHaveDuplicates()
			.allMatch((name) -> name.matches("io\\.hotupgrade(\\.[a-z][a-z0-9]*)+"))
			.doesNotContain("io.hotupgrade.unpublished");
	}

	@ParameterizedTest
	@MethodSource("modules")
	void pomHasWhatMavenCentralAsksFor(String module) throws IOException {
		StagedPom pom = StagedPom.read(staged.file(module, ".pom"));
		assertThat(pom.texts("/project/groupId")).containsExactly("io.hotupgrade");
		assertThat(pom.texts("/project/artifactId")).containsExactly(module);
		assertThat(pom.texts("/project/version")).containsExactly(VERSION);
		for (String required : List.of("name", "description", "url", "licenses/license/name", "licenses/license/url",
				"developers/developer/name", "scm/connection", "scm/developerConnection", "scm/url")) {
			assertThat(pom.texts("/project/" + required)).as(required).hasSize(1).doesNotContain("");
		}
		assertThat(pom.texts("/project/parent")).isEmpty();
		assertThat(pom.texts("//dependency[scope='test']")).isEmpty();
		assertThat(pom.texts("/project/dependencies/dependency[not(version)]")).isEmpty();
		assertThat(staged.file(module, ".pom")).content().doesNotContain("SNAPSHOT").doesNotContain("${revision}");
	}

	@Test
	void bomNamesEveryModuleAndNothingElse() throws IOException {
		StagedPom bom = StagedPom.read(staged.file("hotupgrade-bom", ".pom"));
		assertThat(bom.texts("/project/dependencyManagement/dependencies/dependency/artifactId"))
			.containsExactlyElementsOf(PublishedModules.withJar());
		assertThat(bom.texts("//dependency/groupId")).containsOnly("io.hotupgrade");
		assertThat(bom.texts("/project/dependencies")).isEmpty();
	}

	@Test
	void listOfPartsNamesWhatComesAlong() throws IOException {
		JsonNode parts = new ObjectMapper().readTree(staged.file("hotupgrade-starter", "-cyclonedx.json").toFile());
		assertThat(parts.path("bomFormat").asText()).isEqualTo("CycloneDX");
		assertThat(parts.path("metadata").path("component").path("version").asText()).isEqualTo(VERSION);
		assertThat(parts.findValuesAsText("purl"))
			.anyMatch((part) -> part.startsWith("pkg:maven/com.github.jnr/jnr-ffi@"))
			.contains("pkg:maven/io.hotupgrade/hotupgrade-core@" + VERSION + "?type=jar")
			.noneMatch((part) -> part.contains("junit"));
	}

	@Test
	void bytesAreTheSameWhereverItIsMade() throws Exception {
		StagedRepository second = new StagedRepository(directory.resolve("staged-again"), VERSION);
		MavenBuild build = MavenBuild.ofCopy(PublishedModules.SOURCES, directory.resolve("in/another/directory"));
		boolean full = Boolean.getBoolean("full");
		second.fill(build, full ? new String[0] : new String[] { "-Dmaven.javadoc.skip", "-Dcyclonedx.skip" });
		SortedMap<String, String> made = staged.digests();
		SortedMap<String, String> madeAgain = second.digests();
		if (!full) {
			Stream.of(made, madeAgain).forEach((files) -> files.keySet().removeIf(ReleaseIT::isMadeOnceOnly));
		}
		assertThat(made).hasSizeGreaterThan(PublishedModules.names().size());
		assertThat(madeAgain.keySet()).isEqualTo(made.keySet());
		assertThat(made.keySet().stream().filter((file) -> !made.get(file).equals(madeAgain.get(file))))
			.as("files with other bytes in the second build")
			.isEmpty();
	}

	private static boolean isMadeOnceOnly(String file) {
		return file.contains("-javadoc.jar") || file.contains("-cyclonedx.");
	}

	@Test
	void newApplicationNeedsNothingElse() throws Exception {
		NewApplication application = NewApplication.build(staged, directory.resolve("new-application"));
		application.startsAndIsUpgraded();
	}

}
