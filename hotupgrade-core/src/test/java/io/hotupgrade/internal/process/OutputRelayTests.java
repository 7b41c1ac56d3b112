package io.hotupgrade.internal.process;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link OutputRelay}.
 */
class OutputRelayTests {

	@TempDir
	private Path directory;

	private final ByteArrayOutputStream output = new ByteArrayOutputStream();

	private OutputCapture capture;

	private OutputRelay relay;

	@BeforeEach
	void createRelay() throws IOException {
		this.capture = OutputCapture.create(this.directory, "id");
		this.relay = new OutputRelay(this.capture, this.output);
	}

	@AfterEach
	void deleteFile() throws IOException {
		this.capture.delete();
	}

	@Test
	void passOnHoldsUnfinishedLineBack() throws IOException {
		write("one\ntw");
		this.relay.passOn(false);
		assertThat(this.output).hasToString("one\n");
		write("o\nthree");
		this.relay.passOn(false);
		assertThat(this.output).hasToString("one\ntwo\n");
		this.relay.passOn(true);
		assertThat(this.output).hasToString("one\ntwo\nthree");
		assertThat(this.relay.lastLines()).containsExactly("one", "two", "three");
	}

	@Test
	void passOnWhenLineIsLongerThanAnyBufferPassesItOn() throws IOException {
		write("x".repeat(1_000_000));
		this.relay.passOn(false);
		assertThat(this.output.size()).isGreaterThan(900_000);
		this.relay.passOn(true);
		assertThat(this.output.size()).isEqualTo(1_000_000);
	}

	@Test
	void passOnWhenLinesFillManyBuffersPassesAllOn() throws IOException {
		write("some line of text\n".repeat(100_000));
		this.relay.passOn(false);
		assertThat(this.output.size()).isEqualTo(1_800_000);
	}

	@Test
	void passOnWhenFileIsFullEmptiesItAndGoesOn() throws IOException {
		for (int i = 0; i < 20; i++) {
			write("x".repeat(999_999) + "\n");
			this.relay.passOn(false);
			assertThat(this.capture.size()).isLessThanOrEqualTo(OutputRelay.FILE_LIMIT);
		}
		write("end\n");
		this.relay.passOn(false);
		assertThat(this.output.size()).isEqualTo(20_000_004);
		assertThat(this.relay.lastLines()).endsWith("end");
	}

	@Test
	void passOnWhenTooMuchSkipsAllButTheEndAndSaysSo() throws IOException {
		for (int i = 0; i < 20; i++) {
			write("x".repeat(999_999) + "\n");
		}
		write("end");
		this.relay.passOn(false);
		assertThat(this.capture.size()).isZero();
		assertThat(this.output.size()).isLessThan(1_100_000);
		assertThat(this.output.toString()).startsWith("[18,951,427 bytes of the successor's output were skipped]\n")
			.endsWith("end");
		assertThat(this.relay.lastLines()).endsWith("end");
	}

	@Test
	void passOnWhenOutputFailsKeepsLastLines() throws IOException {
		OutputRelay toNowhere = new OutputRelay(this.capture, new OutputStream() {

			@Override
			public void write(int value) throws IOException {
				throw new IOException("Broken pipe");
			}

		});
		write("one\n");
		toNowhere.passOn(false);
		write("two\n");
		toNowhere.passOn(false);
		assertThat(toNowhere.lastLines()).containsExactly("one", "two");
	}

	private void write(String text) throws IOException {
		Files.writeString(this.capture.file(), text, StandardOpenOption.APPEND);
	}

}
