package io.hotupgrade.internal.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

import io.hotupgrade.RefusalReason;
import io.hotupgrade.UpgradeRefusedException;
import io.hotupgrade.UpgradeRequest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Tests for {@link LaunchPlan}.
 */
class LaunchPlanTests {

	private static final String JAVA = Path.of(System.getProperty("java.home"), "bin", "java").toString();

	@TempDir
	private Path temporary;

	private Path directory;

	private TestLocalProcess self;

	@BeforeEach
	void createProcess() throws IOException {
		this.directory = this.temporary.toRealPath();
		this.self = new TestLocalProcess(this.directory.resolve("proc"), this.directory)
			.command(JAVA, "-Xmx1g", "-jar", "app.jar", "--name=a b")
			.variable("PATH", Path.of(JAVA).getParent().toString());
		TestJars.modifiedAt(this.directory.resolve("app.jar"), 0);
	}

	@Test
	void ofWhenNothingIsConfiguredIsOwnCommand() throws LaunchException {
		assertThat(plan(new TestSettings()).command().arguments()).containsExactly(JAVA, "-Xmx1g", "-jar", "app.jar",
				"--name=a b");
	}

	@Test
	void ofWhenThisProcessWasStartedFromAPreparedCopyIsTheCommandOfItsJar() throws Exception {
		LaunchPlan first = plan(new TestSettings());
		Path jar = this.directory.resolve("app.jar");
		PreparedStart prepared = new PreparedStart(jar, this.directory.resolve("copy.jar"),
				List.of("-XX:SharedArchiveFile=copy.jsa"));
		List<String> command = first.from(prepared).command().arguments();
		assertThat(command).contains(this.directory.resolve("copy.jar").toString());
		assertThat(first.from(prepared).base()).isSameAs(first.base());
		this.self.command(command.toArray(String[]::new));
		assertThat(plan(new TestSettings()).command().arguments()).isEqualTo(first.command().arguments());
	}

	@Test
	void fromWhenAPatternMeansAnotherJarByNowStaysWithTheOneThatWasPrepared() throws Exception {
		LaunchPlan plan = plan(new TestSettings());
		PreparedStart prepared = new PreparedStart(Path.of("/opt/2.jar"), Path.of("/opt/copy/2.jar"), List.of());
		assertThat(plan.from(prepared).jar()).contains(Path.of("/opt/2.jar"));
		assertThat(plan.from(prepared).command().jar()).contains("/opt/copy/2.jar");
	}

	@Test
	void ofWhenProgramIsOnSearchPathIsItsPath() throws Exception {
		this.self.command("java", "Main");
		LaunchPlan plan = plan(new TestSettings());
		assertThat(plan.command().arguments()).containsExactly(JAVA, "Main");
		assertThat(plan.base().arguments()).containsExactly("java", "Main");
	}

	@Test
	void ofWhenProgramIsUnknownIsTheOneThatRuns() throws Exception {
		Path program = Files.createFile(this.directory.resolve("program"));
		this.self.command("my-service", "Main").executable(program.toString());
		assertThat(plan(new TestSettings()).command().arguments()).containsExactly(program.toString(), "Main");
	}

	@Test
	void ofWhenProgramIsUnknownAndTheOneThatRunsIsDeletedThrows() throws Exception {
		this.self.command("my-service", "Main").executable("/gone/java (deleted)");
		assertThatExceptionOfType(LaunchException.class).isThrownBy(() -> plan(new TestSettings()))
			.withMessageContaining("/gone/java (deleted)");
	}

	@Test
	void ofWhenCommandIsConfiguredReplacesOwnAndInherited() throws LaunchException {
		TestSettings settings = new TestSettings().command(List.of("java", "-cp", "lib", "Main"));
		assertThat(plan(settings, List.of(JAVA, "Other")).command().arguments()).containsExactly(JAVA, "-cp", "lib",
				"Main");
	}

	@Test
	void ofWhenConfiguredProgramIsMissingThrows() {
		TestSettings settings = new TestSettings().command(List.of("jaava", "-Dpassword=secret", "Main"));
		assertThatExceptionOfType(LaunchException.class).isThrownBy(() -> plan(settings))
			.withMessageContainingAll("hotupgrade.launch.command", "jaava")
			.withMessageNotContaining("secret");
	}

	@Test
	void ofWhenInheritedIsUsedInPlaceOfOwn() throws LaunchException {
		assertThat(plan(new TestSettings(), List.of(JAVA, "First")).command().arguments()).containsExactly(JAVA,
				"First");
	}

	@Test
	void ofInTenthGenerationEqualsFirst() throws LaunchException {
		TestSettings settings = new TestSettings().jar("app*.jar").jvmArguments("-Da=b").applicationArguments("--c=d");
		LaunchPlan first = plan(settings);
		LaunchPlan generation = first;
		for (int i = 1; i < 10; i++) {
			generation = plan(settings, generation.base().arguments());
		}
		assertThat(generation.command().arguments()).isEqualTo(first.command().arguments())
			.containsExactly(JAVA, "-Xmx1g", "-Da=b", "-jar", "app.jar", "--name=a b", "--c=d");
	}

	@Test
	void ofWhenNewerJarMatchesTakesIt() throws Exception {
		TestJars.modifiedAt(this.directory.resolve("app-2.jar"), 5);
		LaunchPlan plan = plan(new TestSettings().jar("app*.jar"));
		assertThat(plan.command().jar()).contains("app-2.jar");
		assertThat(plan.base().jar()).contains("app-2.jar");
	}

	@Test
	void ofWhenJarIsReachedThroughLinkKeepsTheLinkWhereverItLeads() throws Exception {
		TestJars.empty(this.directory.resolve("releases/1/app.jar"));
		Path link = this.directory.resolve("current");
		Files.createSymbolicLink(link, Path.of("releases/1"));
		this.self.command(JAVA, "-jar", "current/app.jar");
		LaunchPlan before = plan(new TestSettings());
		Files.delete(link);
		Files.createSymbolicLink(link, Path.of("releases/2"));
		assertThat(refusal(new TestSettings(), UpgradeRequest.asConfigured()).getReason())
			.isEqualTo(RefusalReason.JAR_NOT_FOUND);
		TestJars.empty(this.directory.resolve("releases/2/app.jar"));
		assertThat(plan(new TestSettings()).command().arguments()).isEqualTo(before.command().arguments());
	}

	@Test
	void ofWhenJarWasReplacedByRenameTakesTheNewOne() throws Exception {
		Path next = this.directory.resolve("app.jar.part");
		Files.writeString(next, "half a jar");
		assertThat(plan(new TestSettings()).command().jar()).contains("app.jar");
		Files.move(next, this.directory.resolve("app.jar"), StandardCopyOption.REPLACE_EXISTING);
		assertThat(refusal(new TestSettings(), UpgradeRequest.asConfigured())).hasMessageContaining("complete jar");
	}

	@Test
	void ofWhenRequestedJarIsAllowedTakesItBeforeTheConfiguredOne() throws Exception {
		Path requested = TestJars.empty(this.directory.resolve("releases/7/app.jar"));
		TestSettings settings = new TestSettings().jar("app.jar").requestableJars("releases/*/app.jar");
		LaunchPlan plan = LaunchPlan.of(settings.get(), this.self.get(), this.directory,
				UpgradeRequest.toJar("releases/7/app.jar"), List.of());
		assertThat(plan.command().jar()).contains(requested.toString());
	}

	@Test
	void ofAfterRequestedJarStaysWithIt() throws Exception {
		Path requested = TestJars.empty(this.directory.resolve("releases/7/app.jar"));
		TestSettings settings = new TestSettings().requestableJars("releases/*/app.jar");
		LaunchPlan plan = LaunchPlan.of(settings.get(), this.self.get(), this.directory,
				UpgradeRequest.toJar("releases/7/app.jar"), List.of());
		assertThat(plan(settings, plan.base().arguments()).command().jar()).contains(requested.toString());
	}

	@Test
	void ofWhenRequestedJarIsNotAllowedRefuses() {
		assertThat(refusal(new TestSettings(), UpgradeRequest.toJar("app.jar")).getReason())
			.isEqualTo(RefusalReason.JAR_NOT_ALLOWED);
	}

	@Test
	void ofWhenNoJarMatchesRefuses() {
		assertThat(refusal(new TestSettings().jar("none-*.jar"), UpgradeRequest.asConfigured()))
			.hasMessageContaining("hotupgrade.launch.jar=none-*.jar");
	}

	@Test
	void ofWhenPatternIsBrokenRefuses() {
		assertThat(refusal(new TestSettings().jar("app-[.jar"), UpgradeRequest.asConfigured()))
			.hasMessageContaining("hotupgrade.launch.jar=app-[.jar");
	}

	private LaunchPlan plan(TestSettings settings) throws LaunchException {
		return plan(settings, List.of());
	}

	private LaunchPlan plan(TestSettings settings, List<String> inherited) throws LaunchException {
		return LaunchPlan.of(settings.get(), this.self.get(), this.directory, UpgradeRequest.asConfigured(), inherited);
	}

	private UpgradeRefusedException refusal(TestSettings settings, UpgradeRequest request) {
		return catchThrowableOfType(UpgradeRefusedException.class,
				() -> LaunchPlan.of(settings.get(), this.self.get(), this.directory, request, List.of()));
	}

}
