package io.hotupgrade.internal.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

import io.hotupgrade.RefusalReason;
import io.hotupgrade.UpgradeRefusedException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Tests for {@link WorkingDirectory}.
 */
class WorkingDirectoryTests {

	@TempDir
	private Path temporary;

	private Path root;

	private Path current;

	private Path first;

	private Path second;

	private TestLocalProcess self;

	/** It was started in the first release, by way of the link. */
	@BeforeEach
	void createProcess() throws IOException {
		this.root = this.temporary.toRealPath();
		this.first = Files.createDirectories(this.root.resolve("releases/1"));
		this.second = Files.createDirectories(this.root.resolve("releases/2"));
		this.current = Files.createSymbolicLink(this.root.resolve("current"), this.first);
		this.self = new TestLocalProcess(this.root.resolve("proc"), this.first).variable("PWD",
				this.current.toString());
	}

	@Test
	void findKeepsTheLink() {
		assertThat(started().find()).isEqualTo(this.current);
	}

	@Test
	void findWhenLinkWasSwitchedSinceTheStartFollowsIt() throws IOException {
		WorkingDirectory directory = started();
		switchTo(this.second);
		assertThat(directory.find().toRealPath()).isEqualTo(this.second);
	}

	@Test
	void findWhenLinkWasSwitchedAndTheOldReleaseIsGoneFollowsIt() throws IOException {
		WorkingDirectory directory = started();
		switchTo(this.second);
		Files.delete(this.first);
		assertThat(directory.find().toRealPath()).isEqualTo(this.second);
	}

	@Test
	void findWhenLinkWasSwitchedWhileTheApplicationWasStartingFollowsIt() throws IOException {
		boolean atFirst = WorkingDirectory.leadsHere(this.self.get());
		switchTo(this.second);
		WorkingDirectory directory = new WorkingDirectory(Optional.empty(), this.self.get(), atFirst);
		assertThat(directory.find().toRealPath()).isEqualTo(this.second);
	}

	@Test
	void findWhenPathNeverLedHereIsTheRealDirectory() throws IOException {
		switchTo(this.second);
		assertThat(started().find()).isEqualTo(this.first);
	}

	@Test
	void findWhenPathLeadsHereLaterTakesIt() throws IOException {
		switchTo(this.second);
		WorkingDirectory directory = started();
		switchTo(this.first);
		assertThat(directory.find()).isEqualTo(this.current);
	}

	@Test
	void findWhenPathIsRelativeOrNoneIsTheRealDirectory() {
		this.self.variable("PWD", "releases/1");
		assertThat(started().find()).isEqualTo(this.first);
		this.self.variable("PWD", "\0");
		assertThat(started().find()).isEqualTo(this.first);
	}

	@Test
	void findWhenLinkLeadsNowhereRefusesAndNamesIt() throws IOException {
		WorkingDirectory directory = started();
		switchTo(this.root.resolve("releases/3"));
		assertThat(refusal(directory)).hasMessageContainingAll(this.current.toString(), "hotupgrade.launch.directory");
	}

	@Test
	void findWhenGoneRefusesWithTheRemedy() throws IOException {
		this.self.variable("PWD", "");
		WorkingDirectory directory = started();
		Files.delete(this.current);
		Files.delete(this.first);
		assertThat(refusal(directory)).hasMessageContainingAll("is gone", "hotupgrade.launch.directory");
	}

	@Test
	void findWhenConfiguredTakesThat() {
		assertThat(new WorkingDirectory(Optional.of(this.second), this.self.get(), true).find()).isEqualTo(this.second);
	}

	@Test
	void findWhenConfiguredOneIsMissingRefusesAndNamesIt() {
		Path missing = this.root.resolve("missing");
		assertThat(refusal(new WorkingDirectory(Optional.of(missing), this.self.get(), true)))
			.hasMessageContaining("hotupgrade.launch.directory=" + missing);
	}

	private WorkingDirectory started() {
		return new WorkingDirectory(Optional.empty(), this.self.get(), WorkingDirectory.leadsHere(this.self.get()));
	}

	private void switchTo(Path release) throws IOException {
		Path next = Files.createSymbolicLink(this.root.resolve("next"), release);
		Files.move(next, this.current, StandardCopyOption.ATOMIC_MOVE);
	}

	private static UpgradeRefusedException refusal(WorkingDirectory directory) {
		UpgradeRefusedException refusal = catchThrowableOfType(UpgradeRefusedException.class, directory::find);
		assertThat(refusal.getReason()).isEqualTo(RefusalReason.DIRECTORY_NOT_FOUND);
		return refusal;
	}

}
