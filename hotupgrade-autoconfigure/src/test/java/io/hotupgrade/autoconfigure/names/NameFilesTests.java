package io.hotupgrade.autoconfigure.names;

import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link NameFiles}.
 */
class NameFilesTests {

	@TempDir
	private Path directory;

	private Path path;

	private NameFile file;

	@BeforeEach
	void name() {
		this.path = this.directory.resolve("app.pid");
		this.file = new NameFile(this.path, "4711");
	}

	@Test
	void firstInstanceWritesAtOnceAndRemovesAtTheEnd() throws Exception {
		NameFiles files = new NameFiles(false);
		files.add(this.file);
		assertThat(this.path).hasContent("4711");
		files.remove();
		assertThat(this.path).doesNotExist();
	}

	@Test
	void launchedInstanceWritesWhenItServes() throws Exception {
		Files.writeString(this.path, "1");
		NameFiles files = new NameFiles(true);
		files.add(this.file);
		files.write();
		assertThat(this.path).hasContent("1");
		files.setServing(true);
		files.write();
		assertThat(this.path).hasContent("4711");
	}

	@Test
	void launchedInstanceThatNeverServesLeavesTheFileAlone() throws Exception {
		Files.writeString(this.path, "4711");
		NameFiles files = new NameFiles(true);
		files.add(this.file);
		files.remove();
		assertThat(this.path).exists();
	}

	@Test
	void launchedInstanceWithoutAnEngineServes() throws Exception {
		NameFiles files = new NameFiles(true);
		files.add(this.file);
		files.stopExpecting();
		assertThat(this.path).hasContent("4711");
	}

	@Test
	void instanceThatMayTakeOverWaitsUntilItIsKnown() throws Exception {
		NameFiles files = new NameFiles(false);
		files.expectPredecessor();
		files.add(this.file);
		assertThat(this.path).doesNotExist();
		files.setServing(true);
		files.write();
		assertThat(this.path).hasContent("4711");
	}

	@Test
	void instanceThatHasHandedOverDoesNotRemove() throws Exception {
		NameFiles files = new NameFiles(false);
		files.add(this.file);
		files.setServing(false);
		files.remove();
		assertThat(this.path).exists();
	}

	@Test
	void instanceThatServesAgainRepairsTheFile() throws Exception {
		NameFiles files = new NameFiles(false);
		files.add(this.file);
		files.setServing(false);
		Files.delete(this.path);
		files.setServing(true);
		files.write();
		assertThat(this.path).hasContent("4711");
	}

	/** As a context that is started again in the same process adds it again. */
	@Test
	void sameFileWithAnotherContentIsOneFile() throws Exception {
		NameFiles files = new NameFiles(false);
		files.add(new NameFile(this.path, "8080"));
		files.add(new NameFile(this.path, "8081"));
		files.write();
		assertThat(this.path).hasContent("8081");
	}

}
