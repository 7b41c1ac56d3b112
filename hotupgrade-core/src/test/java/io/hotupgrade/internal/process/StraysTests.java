package io.hotupgrade.internal.process;

import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Strays} with real processes.
 */
class StraysTests {

	@Test
	void killEndsThoseThatAreMarkedAndNoOthers() throws Exception {
		Process marked = sleeping("one");
		Process other = sleeping("two");
		try {
			new Strays("HOTUPGRADE_TOKEN=one").kill();
			assertThat(marked.waitFor(10, TimeUnit.SECONDS)).isTrue();
			assertThat(other.isAlive()).isTrue();
		}
		finally {
			marked.destroyForcibly().waitFor();
			other.destroyForcibly().waitFor();
		}
	}

	private static Process sleeping(String token) throws Exception {
		ProcessBuilder builder = new ProcessBuilder("sleep", "60");
		builder.environment().put("HOTUPGRADE_TOKEN", token);
		return builder.start();
	}

}
