package io.hotupgrade.autoconfigure.engine;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.hotupgrade.WarmUpReport;
import io.hotupgrade.engine.UpgradeEngine;
import io.hotupgrade.server.ListenerPlan;
import io.hotupgrade.server.RequestMeter;
import io.hotupgrade.server.learn.RequestRecorder;
import io.hotupgrade.state.StateExchange;

import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * Engines for tests of the wiring. The class is final and its instances have threads and
 * sockets; so these are mocks.
 */
public final class TestEngines {

	private TestEngines() {
	}

	/**
	 * An engine that lets servers bind as configured, is warm at once and does nothing
	 * else.
	 */
	public static UpgradeEngine inert() {
		UpgradeEngine engine = mock(UpgradeEngine.class);
		try {
			given(engine.plan(any(), any())).willAnswer((call) -> {
				InetSocketAddress requested = call.getArgument(1);
				return new ListenerPlan(requested, false);
			});
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
		given(engine.warmUp(any(), any())).willReturn(CompletableFuture
			.completedFuture(new WarmUpReport(WarmUpReport.State.FINISHED, Duration.ofSeconds(1), List.of(), 0, "")));
		given(engine.state()).willReturn(new StateExchange(() -> Path.of("unused")));
		given(engine.requestMeter()).willReturn(new RequestMeter());
		given(engine.requestRecorder(any())).willReturn(new RequestRecorder());
		return engine;
	}

	/**
	 * The engine of an instance that a predecessor waits for.
	 */
	public static UpgradeEngine awaited() {
		UpgradeEngine engine = inert();
		given(engine.isAwaited()).willReturn(true);
		given(engine.isBackgroundWorkAwaited()).willReturn(true);
		return engine;
	}

}
