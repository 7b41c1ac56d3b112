package io.hotupgrade.endtoend;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.hotupgrade.loadmeter.WebSocketClients;
import io.hotupgrade.loadmeter.WebSocketReport;
import io.hotupgrade.loadmeter.process.Cell;
import io.hotupgrade.loadmeter.process.JavaLaunch;
import io.hotupgrade.loadmeter.process.SampleInstance;
import io.hotupgrade.loadmeter.process.UpgradeView;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The promise in short, for each server and generation of Spring Boot: under load of
 * every kind an upgrade, a successor that fails, with the profile {@code full} another
 * upgrade, and a stop. All but the first instance run on the newest Java that is
 * installed, with virtual threads if it has them. Cells are played beside each other, as
 * there are more than any other class has tests of such length.
 */
@Order(Integer.MAX_VALUE)
@Execution(ExecutionMode.CONCURRENT)
class CellIT {

	private static final int WEB_SOCKETS = 10;

	@TempDir
	Path directory;

	@ParameterizedTest
	@EnumSource
	void nobodyIsCut(Cell cell) throws Exception {
		if (cell == Cell.UNDERTOW_WEBFLUX_BOOT3) {
			// Its server is played with servlets, and WebFlux on another one.
			Extent.assumeFull();
		}
		JavaLaunch launch = Sample.quick(cell, this.directory)
			.withArguments("--server.http2.enabled=true", "--hotupgrade.drain.idle-timeout=1s",
					"--hotupgrade.drain.websocket.policy=at-once",
					// Where tests share the machine, it is not the version that is slow.
					"--hotupgrade.guard.latency-margin=10s");
		JavaLaunch next = launch.withJavaHome(Sample.newestJava())
			.withArguments("--spring.threads.virtual.enabled=true", "--server.port=${server.port}");
		Sample.configure(this.directory, shiftingTo(next.command()));
		try (SampleInstance sample = SampleInstance.start(launch, Leaving.LIMIT);
				CellLoad load = CellLoad.start(sample, this.directory, cell)) {
			load.awaitMore();
			Sample.configure(this.directory, "hotupgrade.warm-up.pipeline.enabled=true",
					"hotupgrade.warm-up.pipeline.timeout=3s");
			leave(sample, Leaving.UPGRADE);
			assertThat(Processes.command(sample.endpoint().status().pid())).startsWith(next.java().toString())
				.contains("--spring.threads.virtual.enabled=true");
			load.awaitMore();
			fail(sample);
			load.assertNothingLost();
			List<UpgradeView> history = sample.endpoint().status().history();
			assertThat(history).extracting(UpgradeView::outcome).containsExactly("FAILED", "SUCCEEDED");
			assertThat(history.get(1).warmUp().requests()).hasSize(2)
				.allSatisfy((requests) -> assertThat(requests.note()).isEmpty());
			if (Extent.isFull()) {
				leave(sample, Leaving.UPGRADE);
				load.awaitMore();
				load.assertNothingLost();
			}
			leave(sample, Leaving.SIGTERM);
			System.out.println(cell + "\n" + load.assertOnlyRefused().table());
		}
	}

	private static String[] shiftingTo(List<String> command) {
		List<String> lines = new ArrayList<>(List.of("hotupgrade.shift=auto"));
		for (String argument : command) {
			lines.add("hotupgrade.launch.command[%d]=%s".formatted(lines.size() - 1, argument));
		}
		return lines.toArray(String[]::new);
	}

	/** Makes the instance leave, which those with a WebSocket connection are told. */
	private static void leave(SampleInstance sample, Leaving leaving) throws Exception {
		try (WebSocketClients clients = WebSocketClients.connect(sample.target(), WEB_SOCKETS, Duration.ofMillis(50))) {
			Awaitility.await("echoes").atMost(Leaving.LIMIT).until(() -> clients.report().echoes() >= 5 * WEB_SOCKETS);
			UpgradeView ended = leaving.begin(sample).awaitEnd();
			WebSocketReport report = clients.report();
			assertThat(report.closes()).isEqualTo(Map.of(WebSocketReport.GOING_AWAY, (long) WEB_SOCKETS));
			assertThat(report.wrong()).isZero();
			assertThat((ended != null) ? ended.receipt().cut() : Map.of()).isEmpty();
		}
	}

	private void fail(SampleInstance sample) throws Exception {
		Sample.configure(this.directory, "hotupgrade.history-size=-5");
		UpgradeView failed = sample.awaitUpgrade(sample.beginUpgrade().id(), Leaving.LIMIT);
		assertThat(failed.outcome()).isEqualTo("FAILED");
		assertThat(failed.message()).contains("hotupgrade.history-size");
		Sample.configure(this.directory);
	}

}
