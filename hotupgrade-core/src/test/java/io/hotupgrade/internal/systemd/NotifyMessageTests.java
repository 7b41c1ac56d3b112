package io.hotupgrade.internal.systemd;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link NotifyMessage}.
 */
class NotifyMessageTests {

	@Test
	void toStringHasOneAssignmentALine() {
		NotifyMessage message = NotifyMessage.EMPTY.reloading(1_234_567_891L)
			.extendTimeout(Duration.ofSeconds(15))
			.ready()
			.mainProcess(42)
			.alive()
			.status("fine");
		assertThat(message).hasToString(
				"RELOADING=1\nMONOTONIC_USEC=1234567\nEXTEND_TIMEOUT_USEC=15000000\nREADY=1\nMAINPID=42\nWATCHDOG=1\nSTATUS=fine");
	}

	/** What a successor's exception says must not become an assignment of its own. */
	@Test
	void statusWhenTextHasSeveralLinesIsOneLine() {
		assertThat(NotifyMessage.EMPTY.status(" it said\r\n\tMAINPID=1\n")).hasToString("STATUS=it said MAINPID=1");
	}

	@Test
	void statusWhenTextIsLongIsCut() {
		assertThat(NotifyMessage.EMPTY.status("x".repeat(5000)).toString()).hasSizeLessThan(1100).endsWith("...");
	}

}
