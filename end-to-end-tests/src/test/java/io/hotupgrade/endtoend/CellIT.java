package io.hotupgrade.endtoend;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.hotupgrade.loadmeter.WebSocketClients;
import io.hotupgrade.loadmeter.WebSocketReport;
import io.hotupgrade.loadmeter.process.Cell;
import io.hotupgrade.loadmeter.process.JavaLaunch;
import io.hotupgrade.loadmeter.process.SampleInstance;
import io.hotupgrade.loadmeter.process.UpgradeView;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The promise in short, for each server and generation of Spring Boot, under load of
 * every kind: an upgrade, a successor that fails, and a stop. From cell to cell in one
 * chain, since each has ways of its own to share a port and to leave; with the profile
 * {@code full} also each cell by itself. All but the first instance run on the newest
 * Java that is installed, with virtual threads if it has them.
 */
@Order(0)
@Execution(ExecutionMode.CONCURRENT)
class CellIT {

	/** No two of a server follow each other. */
	private static final List<Cell> CHAIN = List.of(Cell.TOMCAT_BOOT4, Cell.JETTY_BOOT4, Cell.NETTY_BOOT4,
			Cell.TOMCAT_BOOT3, Cell.JETTY_BOOT3, Cell.NETTY_BOOT3, Cell.UNDERTOW_BOOT3);

	/** In the chain, one generation has Netty's own transport and the other the JDK's. */
	private static final Set<Cell> WITHOUT_EPOLL = Set.of(Cell.NETTY_BOOT3);

	private static final String VIRTUAL_THREADS = "--spring.threads.virtual.enabled=true";

	private static final int WEB_SOCKETS = 10;

	@TempDir
	Path directory;

	@Test
	void cellsFollowEachOther() throws Exception {
		nobodyIsCut(CHAIN, WITHOUT_EPOLL);
	}

	/** Not in the chain, which has load over HTTP/2. */
	@Test
	void undertowWithWebFluxFollowsItself() throws Exception {
		nobodyIsCut(List.of(Cell.UNDERTOW_WEBFLUX_BOOT3, Cell.UNDERTOW_WEBFLUX_BOOT3), Set.of());
	}

	@ParameterizedTest
	@EnumSource
	void nobodyIsCut(Cell cell) throws Exception {
		Extent.assumeFull();
		nobodyIsCut(List.of(cell, cell, cell), Set.of());
	}

	private void nobodyIsCut(List<Cell> cells, Set<Cell> withoutEpoll) throws Exception {
		List<JavaLaunch> launches = launches(cells, withoutEpoll);
		Sample.configure(this.directory, shiftingTo(launches.get(1)));
		try (SampleInstance sample = SampleInstance.start(launches.get(0), Leaving.LIMIT);
				CellLoad load = CellLoad.start(sample, this.directory, cells.get(0))) {
			load.awaitMore();
			fail(sample);
			load.assertNothingLost();
			for (int next = 1; next < launches.size(); next++) {
				// Each reads, when it starts, how to launch the one behind it.
				Sample.configure(this.directory, shiftingTo(launches.get(Math.min(next + 1, launches.size() - 1))));
				UpgradeView ended = leave(sample, Leaving.UPGRADE);
				assertThat(ended.warmUp().requests()).hasSize(2)
					.allSatisfy((requests) -> assertThat(requests.note()).isEmpty());
				JavaLaunch launch = launches.get(next);
				long pid = sample.endpoint().status().pid();
				assertThat(Processes.command(pid)).startsWith(launch.java().toString())
					.contains(launch.jar().toString(), VIRTUAL_THREADS);
				if (withoutEpoll.contains(cells.get(next))) {
					assertThat(Processes.threads(pid)).anyMatch((name) -> name.startsWith("reactor-http-ni"))
						.noneMatch((name) -> name.startsWith("reactor-http-ep"));
				}
				load.awaitMore();
				load.assertNothingLost();
			}
			List<String> outcomes = new ArrayList<>(Collections.nCopies(launches.size() - 1, "SUCCEEDED"));
			outcomes.add("FAILED");
			assertThat(sample.endpoint().status().history()).extracting(UpgradeView::outcome).isEqualTo(outcomes);
			leave(sample, Leaving.SIGTERM);
			System.out.println(cells + "\n" + load.assertOnlyRefused().table());
		}
	}

	private List<JavaLaunch> launches(List<Cell> cells, Set<Cell> withoutEpoll) {
		List<JavaLaunch> launches = new ArrayList<>();
		for (Cell cell : cells) {
			JavaLaunch launch = Sample.quick(cell, this.directory)
				.withArguments("--server.http2.enabled=true", "--hotupgrade.drain.idle-timeout=1s",
						"--hotupgrade.drain.websocket.policy=at-once",
						// Where tests share the machine, it is not the version that is
						// slow.
						"--hotupgrade.guard.latency-margin=10s");
			if (withoutEpoll.contains(cell)) {
				launch = launch.withJvmArguments("-Dreactor.netty.native=false");
			}
			launches.add(launches.isEmpty() ? launch : launch.withJavaHome(Sample.newestJava())
				.withArguments(VIRTUAL_THREADS, "--server.port=${server.port}"));
		}
		return launches;
	}

	private static String[] shiftingTo(JavaLaunch next) {
		List<String> lines = new ArrayList<>();
		for (String argument : next.command()) {
			lines.add("hotupgrade.launch.command[%d]=%s".formatted(lines.size(), argument));
		}
		lines.add("hotupgrade.shift=auto");
		lines.add("hotupgrade.warm-up.pipeline.enabled=true");
		lines.add("hotupgrade.warm-up.pipeline.timeout=3s");
		return lines.toArray(String[]::new);
	}

	/**
	 * Makes the instance leave, which those with a WebSocket connection are told.
	 * @return the upgrade, or {@code null} if it is none
	 */
	private static UpgradeView leave(SampleInstance sample, Leaving leaving) throws Exception {
		try (WebSocketClients clients = WebSocketClients.connect(sample.target(), WEB_SOCKETS, Duration.ofMillis(50))) {
			Awaitility.await("echoes").atMost(Leaving.LIMIT).until(() -> clients.report().echoes() >= 5 * WEB_SOCKETS);
			UpgradeView ended = leaving.begin(sample).awaitEnd();
			WebSocketReport report = clients.report();
			assertThat(report.closes()).isEqualTo(Map.of(WebSocketReport.GOING_AWAY, (long) WEB_SOCKETS));
			assertThat(report.wrong()).isZero();
			assertThat((ended != null) ? ended.receipt().cut() : Map.of()).isEmpty();
			return ended;
		}
	}

	private void fail(SampleInstance sample) throws Exception {
		Sample.configure(this.directory, "hotupgrade.history-size=-5");
		UpgradeView failed = sample.awaitUpgrade(sample.beginUpgrade().id(), Leaving.LIMIT);
		assertThat(failed.outcome()).isEqualTo("FAILED");
		assertThat(failed.message()).contains("hotupgrade.history-size");
	}

}
