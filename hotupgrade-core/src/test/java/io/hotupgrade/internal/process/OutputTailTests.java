package io.hotupgrade.internal.process;

import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link OutputTail}.
 */
class OutputTailTests {

	private final OutputTail tail = new OutputTail();

	@Test
	void linesWhenMoreThanFortyAreTheLast() {
		IntStream.rangeClosed(1, 100).forEach((i) -> append("line " + i + "\n"));
		assertThat(this.tail.lines()).hasSize(40).startsWith("line 61").endsWith("line 100");
	}

	@Test
	void linesWhenUnfinishedIncludesThatLine() {
		IntStream.rangeClosed(1, 40).forEach((i) -> append("line " + i + "\r\n"));
		append("unfin");
		append("ished");
		assertThat(this.tail.lines()).hasSize(40).startsWith("line 2").endsWith("line 40", "unfinished");
	}

	@Test
	void linesWhenTooLongAreCut() {
		append("x".repeat(1_000_000));
		append("\nnext\n");
		assertThat(this.tail.lines()).containsExactly("x".repeat(2000), "next");
	}

	@Test
	void linesWhenOfThreeByteCharactersKeepsAsMany() {
		append("\u20ac".repeat(3000) + "\n");
		assertThat(this.tail.lines()).containsExactly("\u20ac".repeat(2000));
	}

	@Test
	void linesWhenNotTextAreReplaced() {
		this.tail.append(new byte[] { 'a', (byte) 0xff, '\n' }, 3);
		assertThat(this.tail.lines()).containsExactly("a\ufffd");
	}

	private void append(String text) {
		byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
		this.tail.append(bytes, bytes.length);
	}

}
