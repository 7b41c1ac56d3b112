package io.hotupgrade.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class ContendersTests {

	private final List<Contender> all = Contenders.all(Path.of("with.jar"), Path.of("without.jar"),
			List.of(new Java(Path.of("older"), 17), new Java(Path.of("newer"), 25)));

	@Test
	void allAreChosenUnlessSomeAreNamed() {
		assertThat(Contenders.choose(this.all, "")).isEqualTo(this.all).hasSize(9);
		assertThat(Contenders.choose(this.all, "haproxy, restart")).extracting(Contender::name)
			.containsExactly("restart", "haproxy");
	}

	@Test
	void preparedStartIsMeasuredWithEachJava() {
		assertThat(this.all).extracting(Contender::name).contains("hot-upgrade-prepared-17", "hot-upgrade-prepared-25");
	}

	@Test
	void javaSaysItsRelease(@TempDir Path directory) throws IOException {
		assertThat(Java.in(Java.running().home())).isEqualTo(Java.running());
		assertThatIllegalArgumentException().isThrownBy(() -> Java.in(directory))
			.withMessageContaining(directory.toString());
		Files.writeString(directory.resolve("release"), "IMPLEMENTOR=\"Somebody\"");
		assertThatIllegalArgumentException().isThrownBy(() -> Java.in(directory))
			.withMessageContaining(directory.toString());
	}

	@Test
	void unknownNameIsRefusedWithThoseThatThereAre() {
		assertThatIllegalArgumentException().isThrownBy(() -> Contenders.choose(this.all, "restart,apache"))
			.withMessageContaining("'apache'")
			.withMessageContaining("blue-green");
	}

	@Test
	void missingToolIsAnObstacleThatSaysHowToGetIt() {
		Tool missing = new Tool("no-such-program", "no-such-package");
		assertThat(missing.obstacle()).hasValueSatisfying(
				(obstacle) -> assertThat(obstacle).contains("no-such-program", "apt-get install no-such-package"));
		assertThat(new Tool("sh", "dash").obstacle()).isEmpty();
	}

	@Test
	void wrongCommandLineIsToldFromHelp() {
		assertThat(Benchmarks.run("--rounds=none")).isEqualTo(2);
		assertThat(Benchmarks.run("--jar=/nowhere.jar")).isEqualTo(2);
		assertThat(Benchmarks.run("--also-java=/nowhere")).isEqualTo(2);
		assertThat(Benchmarks.run("--help")).isZero();
	}

}
