package io.hotupgrade.internal.process;

import java.io.FileOutputStream;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link StandardStreams}.
 */
class StandardStreamsTests {

	private static final String READ_ONLY = "0100000";

	private static final String WRITE_ONLY = "0100001";

	private static final String READ_WRITE = "0100002";

	private static final Redirect NOWHERE = Redirect.from(Path.of("/dev/null").toFile());

	@TempDir
	private Path process;

	@BeforeEach
	void createProcess() throws IOException {
		Files.createDirectories(this.process.resolve("fd"));
		Files.createDirectories(this.process.resolve("fdinfo"));
		Files.createDirectories(this.process.resolve("net"));
		open(0, "/dev/pts/1", READ_WRITE);
		open(1, "/var/log/app.log", WRITE_ONLY);
		open(2, "pipe:[4711]", WRITE_ONLY);
	}

	@Test
	void giveToPassesStreamsOn() {
		assertThat(given().redirectInput()).isEqualTo(Redirect.INHERIT);
		assertThat(given().redirectOutput()).isEqualTo(Redirect.INHERIT);
		assertThat(given().redirectError()).isEqualTo(Redirect.INHERIT);
	}

	@Test
	void giveToWhenSocketOfTheJournalPassesItOn() throws IOException {
		open(1, "socket:[99]", READ_WRITE);
		tcpSocket(98);
		assertThat(given().redirectOutput()).isEqualTo(Redirect.INHERIT);
	}

	@ParameterizedTest
	@CsvSource(textBlock = """
			/opt/app.jar,           0100000
			/opt/jdk/lib/modules,   0100000
			socket:[99],            0100002
			anon_inode:[eventpoll], 0100002
			""")
	void giveToWhenNumberWentToAnotherFileGivesNothing(String target, String flags) throws IOException {
		tcpSocket(99);
		open(0, target, flags);
		open(1, target, flags);
		open(2, target, flags);
		ProcessBuilder builder = given();
		assertThat(builder.redirectOutput()).isEqualTo(Redirect.DISCARD);
		assertThat(builder.redirectError()).isEqualTo(Redirect.DISCARD);
	}

	@Test
	void giveToWhenInputIsAFileGivesNothing() throws IOException {
		open(0, Files.createFile(this.process.resolve("app.jar")).toString(), READ_ONLY);
		assertThat(given().redirectInput()).isEqualTo(NOWHERE);
	}

	@Test
	void giveToWhenClosedGivesNothing() throws IOException {
		close(0);
		close(2);
		ProcessBuilder builder = given();
		assertThat(builder.redirectInput()).isEqualTo(NOWHERE);
		assertThat(builder.redirectOutput()).isEqualTo(Redirect.INHERIT);
		assertThat(builder.redirectError()).isEqualTo(Redirect.DISCARD);
	}

	@Test
	void giveToWhenNumberWentToALogLaterGivesNothing() throws IOException {
		open(1, "/opt/app.jar", READ_ONLY);
		StandardStreams streams = streams();
		open(1, "/var/log/other.log", WRITE_ONLY);
		ProcessBuilder builder = new ProcessBuilder("true");
		streams.giveTo(builder);
		assertThat(builder.redirectOutput()).isEqualTo(Redirect.DISCARD);
	}

	@Test
	void outputWhenStreamIsNoneLeadsNowhere() throws IOException {
		open(1, "/opt/app.jar", READ_ONLY);
		assertThat(streams().output()).isNotInstanceOf(FileOutputStream.class);
	}

	private ProcessBuilder given() {
		ProcessBuilder builder = new ProcessBuilder("true");
		streams().giveTo(builder);
		return builder;
	}

	private StandardStreams streams() {
		return StandardStreams.of(new OpenFiles(this.process));
	}

	private void tcpSocket(int inode) throws IOException {
		Files.writeString(this.process.resolve("net/tcp"), """
				  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
				   0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 %d 1 0
				""".formatted(inode));
	}

	private void open(int descriptor, String target, String flags) throws IOException {
		close(descriptor);
		Files.createSymbolicLink(this.process.resolve("fd/" + descriptor), Path.of(target));
		Files.writeString(this.process.resolve("fdinfo/" + descriptor), "pos:\t0\nflags:\t%s\n".formatted(flags));
	}

	private void close(int descriptor) throws IOException {
		Files.deleteIfExists(this.process.resolve("fd/" + descriptor));
		Files.deleteIfExists(this.process.resolve("fdinfo/" + descriptor));
	}

}
