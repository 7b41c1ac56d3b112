package io.hotupgrade.autoconfigure.exclusive;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link ContextResources}.
 */
class ContextResourcesTests {

	private static final Duration LIMIT = Duration.ofMillis(50);

	private final List<String> calls = new ArrayList<>();

	private final RequestGate gate = new RequestGate(false);

	private final Map<String, HeldResource> resources = new LinkedHashMap<>();

	private final ContextResources all = new ContextResources(this.resources, this.gate);

	private String broken = "";

	private void have(String... names) {
		for (String name : names) {
			this.resources.put(name, new HeldResource() {

				@Override
				public void release(Duration limit) {
					call("release " + name);
				}

				@Override
				public void takeBack() {
					call("take back " + name);
				}

			});
		}
	}

	private void call(String what) {
		this.calls.add(what);
		if (what.equals(this.broken)) {
			throw new IllegalStateException("in use");
		}
	}

	@Test
	void resourcesAreTakenBackInReverseAndThenRequestsAreServed() throws Exception {
		have("port", "database");
		this.all.release(LIMIT);
		assertThat(this.gate.enter()).isNotDone();
		this.all.takeBack();
		assertThat(this.calls).containsExactly("release port", "release database", "take back database",
				"take back port");
		assertThat(this.gate.enter()).isCompletedWithValue(Passage.SERVE);
	}

	@Test
	void nothingIsReleasedUnderARequest() {
		have("database");
		this.gate.enter();
		assertThatExceptionOfType(TimeoutException.class).isThrownBy(() -> this.all.release(LIMIT))
			.withMessageContaining("1 requests")
			.withMessageContaining("hotupgrade.exclusive.quiesce-timeout");
		assertThat(this.calls).isEmpty();
	}

	@Test
	void whatCannotBeReleasedIsNamed() {
		have("port", "database");
		this.broken = "release port";
		assertThatIllegalStateException().isThrownBy(() -> this.all.release(LIMIT)).withMessageContaining("'port'");
		assertThat(this.calls).containsExactly("release port");
	}

	@Test
	void requestsAreRefusedAsLongAsSomethingIsNotBack() throws Exception {
		have("port", "database");
		this.all.release(LIMIT);
		this.broken = "take back database";
		assertThatIllegalStateException().isThrownBy(this.all::takeBack).withMessageContaining("'database'");
		assertThat(this.gate.enter()).isCompletedWithValue(Passage.REFUSE);
		this.broken = "";
		this.all.takeBack();
		assertThat(this.gate.enter()).isCompletedWithValue(Passage.SERVE);
	}

}
