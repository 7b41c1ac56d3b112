package io.hotupgrade.internal.process;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link OutputLine}.
 */
class OutputLineTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', ignoreLeadingAndTrailingWhitespace = false, textBlock = """
			2026-11-27T05:00:01.000Z ERROR 1 --- [main] o.s.b.SpringApplication : failed|FAILURE
			2026-11-27T05:00:01.000Z  WARN 1 --- [main] a.b.C : an ERROR is near|ENTRY
			05:00:01.000 [main] INFO com.example.Application -- Started|ENTRY
			{"level":"ERROR","message":"failed"}|FAILURE
			Nov 27, 2026 5:00:00 AM com.example.Main main SEVERE: failed|FAILURE
			APPLICATION FAILED TO START|FAILURE
			Exception in thread "main" java.lang.IllegalStateException: hello|FAILURE
			Error: Unable to access jarfile app.jar|FAILURE
			Error occurred during initialization of VM|FAILURE
			# A fatal error has been detected by the Java Runtime Environment:|FAILURE
			java.lang.OutOfMemoryError: Java heap space|FAILURE
			java.lang.IllegalStateException|FAILURE
			Caused by: java.net.BindException: Address already in use|CONTINUATION
			Description:|CONTINUATION
			|CONTINUATION
				at com.example.Main.main(Main.java:1)|FRAME
				at java.base/java.lang.Thread.run(Thread.java:1) ~[na:na]|FRAME
				... 17 more|FRAME
					... 17 common frames omitted|FRAME
			    at looks like a frame|FRAME
			at the beginning of a line|CONTINUATION
			""")
	void ofTellsByTheBeginning(String line, OutputLine expected) {
		assertThat(OutputLine.of((line != null) ? line : "")).isEqualTo(expected);
	}

	@Test
	void ofIgnoresColours() {
		assertThat(OutputLine.of("05:00 \u001B[31mERROR\u001B[0;39m 1 --- [main] failed"))
			.isEqualTo(OutputLine.FAILURE);
	}

}
