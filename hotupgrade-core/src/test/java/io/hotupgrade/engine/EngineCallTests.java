package io.hotupgrade.engine;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.hotupgrade.RefusalReason;
import io.hotupgrade.UpgradeRefusedException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link EngineCall}.
 */
class EngineCallTests {

	private final EngineThread thread = new EngineThread();

	private final EngineCall engine = new EngineCall(this.thread);

	@AfterEach
	void end() {
		this.thread.shutdown();
	}

	@Test
	void callIsAnsweredByTheEnginesThread() {
		assertThat(this.engine.call(() -> Thread.currentThread().getName())).isEqualTo("hotupgrade-engine");
	}

	@Test
	void callOnTheEnginesThreadDoesNotWaitForItself() throws Exception {
		CompletableFuture<String> answer = new CompletableFuture<>();
		this.thread.execute(() -> answer.complete(this.engine.call(() -> "answer")));
		assertThat(answer.get(10, TimeUnit.SECONDS)).isEqualTo("answer");
	}

	@Test
	void refusalIsThrownToTheCaller() {
		assertThatExceptionOfType(UpgradeRefusedException.class).isThrownBy(() -> this.engine.call(() -> {
			throw new UpgradeRefusedException(RefusalReason.NOT_READY, "still starting");
		})).withMessage("still starting");
	}

	@Test
	void errorOfTheEngineIsNamed() {
		assertThatIllegalStateException().isThrownBy(() -> this.engine.call(() -> {
			throw new AssertionError("broken");
		})).withMessageStartingWith("Internal error of the upgrade engine").withMessageContaining("broken");
	}

}
