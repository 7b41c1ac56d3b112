package io.hotupgrade.engine;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link EventQueue}.
 */
class EventQueueTests {

	private final List<String> seen = new ArrayList<>();

	private EventQueue<String> queue;

	@Test
	void addWhileAnotherIsDealtWithWaitsForItsTurn() {
		this.queue = new EventQueue<>((event) -> {
			this.seen.add("begin " + event);
			if (event.equals("a")) {
				this.queue.add("b");
				this.queue.add("c");
			}
			this.seen.add("end " + event);
		});
		this.queue.add("a");
		assertThat(this.seen).containsExactly("begin a", "end a", "begin b", "end b", "begin c", "end c");
	}

	@Test
	void addWhenOneFailsLosesNoOther() {
		this.queue = new EventQueue<>((event) -> {
			this.seen.add(event);
			if (event.equals("a")) {
				this.queue.add("b");
				throw new IllegalStateException("broken");
			}
		});
		assertThatIllegalStateException().isThrownBy(() -> this.queue.add("a"));
		this.queue.add("c");
		assertThat(this.seen).containsExactly("a", "b", "c");
	}

}
