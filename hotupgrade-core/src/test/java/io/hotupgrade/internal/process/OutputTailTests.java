package io.hotupgrade.internal.process;

import java.nio.charset.StandardCharsets;
import java.util.List;
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

	@Test
	void linesWhenFailureHasALongStackTraceBeginWithItAndHaveEveryCause() {
		append("2026-11-27T05:00:00Z  INFO 1 --- [main] com.example.Application : Starting\n".repeat(30));
		append("2026-11-27T05:00:01Z ERROR 1 --- [main] o.s.boot.SpringApplication : Application run failed\n\n");
		for (String cause : List.of("a.BeanCreationException: 'one'", "Caused by: b.BeanCreationException: 'two'",
				"Caused by: java.net.BindException: Address already in use")) {
			append(cause + "\n");
			IntStream.range(0, 60)
				.forEach((i) -> append("\tat com.example.Class.method%d(Class.java:%d)\n".formatted(i, i)));
			append("\t... 17 more\n");
		}
		append("2026-11-27T05:00:02Z  INFO 1 --- [main] com.example.Application : Closed\n");
		assertThat(this.tail.lines()).containsExactly(
				"2026-11-27T05:00:01Z ERROR 1 --- [main] o.s.boot.SpringApplication : Application run failed", "",
				"a.BeanCreationException: 'one'", "\tat com.example.Class.method0(Class.java:0)",
				"Caused by: b.BeanCreationException: 'two'", "\tat com.example.Class.method0(Class.java:0)",
				"Caused by: java.net.BindException: Address already in use",
				"\tat com.example.Class.method0(Class.java:0)",
				"2026-11-27T05:00:02Z  INFO 1 --- [main] com.example.Application : Closed");
	}

	@Test
	void linesWhenMuchFollowsTheFailureHaveItsBeginningAndTheEnd() {
		append("Exception in thread \"main\" java.lang.IllegalStateException: no seed data\n");
		IntStream.rangeClosed(1, 100).forEach((i) -> append("line " + i + "\n"));
		assertThat(this.tail.lines()).hasSize(40)
			.startsWith("Exception in thread \"main\" java.lang.IllegalStateException: no seed data", "line 1")
			.contains("line 19", "[62 lines left out]", "line 82")
			.endsWith("line 100");
	}

	@Test
	void linesWhenSeveralFailedBeginWithTheLast() {
		append("ERROR first\nWARN between\nERROR second\nDescription:\n");
		assertThat(this.tail.lines()).containsExactly("ERROR second", "Description:");
	}

	@Test
	void linesAfterAFailureThatWasLongAgoKeepItsBeginning() {
		append("ERROR failed\nbecause of this\nINFO on\n");
		IntStream.rangeClosed(1, 100).forEach((i) -> append("INFO " + i + "\n"));
		assertThat(this.tail.lines()).hasSize(40)
			.startsWith("ERROR failed", "because of this", "[64 lines left out]", "INFO 64")
			.endsWith("INFO 100");
	}

	private void append(String text) {
		byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
		this.tail.append(bytes, bytes.length);
	}

}
