package io.hotupgrade.autoconfigure.state;

import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import io.hotupgrade.StateHandover;
import io.hotupgrade.autoconfigure.engine.InstanceLifecycle;
import io.hotupgrade.state.StateExchange;
import io.hotupgrade.state.StateLimits;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
import static org.mockito.BDDMockito.willAnswer;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;

/**
 * Tests for {@link CopiesBeforeReady}.
 */
class CopiesBeforeReadyTests {

	private static final StateLimits LIMITS = new StateLimits(1000, Duration.ofSeconds(20));

	@TempDir
	private Path directory;

	private final StateExchange predecessor = new StateExchange(() -> this.directory);

	private final StateExchange successor = new StateExchange(() -> this.directory);

	private final InstanceLifecycle lifecycle = mock(InstanceLifecycle.class);

	private final StateHandover copy = state();

	private final CopiesBeforeReady copies = new CopiesBeforeReady(this.successor, this.lifecycle);

	@BeforeEach
	void connect() {
		this.predecessor.use(LIMITS, List.of(state()));
		this.successor.use(LIMITS, List.of(this.copy));
		this.successor.invited(this.predecessor.invite().orElseThrow());
	}

	@AfterEach
	void close() {
		this.predecessor.uninvite();
	}

	private static StateHandover state() {
		StateHandover state = mock(StateHandover.class);
		given(state.name()).willReturn("cache");
		given(state.moment()).willReturn(StateHandover.Moment.COPIED);
		given(state.version()).willReturn(5);
		return state;
	}

	@Test
	void successorIsReadyWhenItHasItsCopies() throws Exception {
		given(this.lifecycle.isAwaited()).willReturn(true);
		willAnswer((call) -> {
			then(this.copy).should().read(any(InputStream.class), eq(5));
			return null;
		}).given(this.lifecycle).ready();
		this.copies.ready();
		then(this.lifecycle).should().ready();
	}

	@Test
	void instanceThatNobodyWaitsForIsReadyAtOnce() throws Exception {
		this.copies.ready();
		then(this.lifecycle).should().ready();
		then(this.copy).should(never()).read(any(), anyInt());
		then(this.copy).should(never()).write(any(OutputStream.class));
		assertThat(this.predecessor.receipt().handedOver()).isZero();
	}

}
