package io.hotupgrade.internal.control;

import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Leftovers}.
 */
class LeftoversTests {

	/** Beyond the largest that Linux gives, see proc_sys_kernel(5). */
	private static final String DEAD = "4194305";

	@TempDir
	private Path temp;

	private ControlDirectory directory;

	@BeforeEach
	void prepare() throws Exception {
		this.directory = ControlDirectory.prepare(this.temp.resolve("c"));
	}

	private Path file(String name) {
		return this.directory.path().resolve(name);
	}

	private ServerSocketChannel listen(String name) throws Exception {
		return ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(file(name)));
	}

	@Test
	void filesOfADeadProcessAreRemoved() throws Exception {
		listen(DEAD + ".sock").close();
		listen(DEAD + ".sessions").close();
		listen(DEAD + ".state").close();
		Files.createFile(file(DEAD + "-0a1b2c.out"));
		new Leftovers(this.directory).remove();
		assertThat(this.directory.path()).isEmptyDirectory();
	}

	@Test
	void filesOfAProcessWhoseSocketAnswersStay() throws Exception {
		try (ServerSocketChannel living = listen(DEAD + ".sock")) {
			Files.createFile(file(DEAD + "-0a1b2c.out"));
			new Leftovers(this.directory).remove();
			assertThat(living.isOpen()).isTrue();
			assertThat(file(DEAD + ".sock")).exists();
			assertThat(file(DEAD + "-0a1b2c.out")).exists();
		}
	}

	@Test
	void filesOfThisProcessStay() throws Exception {
		Path own = Files.createFile(file(ProcessHandle.current().pid() + "-0a.out"));
		new Leftovers(this.directory).remove();
		assertThat(own).exists();
	}

	@Test
	void whatIsNotOursStays() throws Exception {
		Path victim = Files.createFile(this.temp.resolve("victim"));
		Files.createSymbolicLink(file(DEAD + "-0a.out"), victim);
		Files.createFile(file(DEAD + ".sock"));
		Files.createFile(file("notes.out"));
		Files.createDirectory(file(DEAD + "-0b.out"));
		new Leftovers(this.directory).remove();
		assertThat(victim).exists();
		assertThat(file("notes.out")).exists();
		assertThat(file(DEAD + ".sock")).exists();
		assertThat(file(DEAD + "-0b.out")).exists();
		assertThat(file(DEAD + "-0a.out")).isSymbolicLink();
	}

}
