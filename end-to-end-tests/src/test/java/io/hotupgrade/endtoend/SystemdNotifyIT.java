package io.hotupgrade.endtoend;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import io.hotupgrade.loadmeter.KeptAliveClients;
import io.hotupgrade.loadmeter.LoadMeter;
import io.hotupgrade.loadmeter.MeterReport;
import io.hotupgrade.loadmeter.NewConnections;
import io.hotupgrade.loadmeter.process.StatusView;
import io.hotupgrade.loadmeter.process.UpgradeView;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The unit that the documentation recommends, under a real systemd.
 */
@Tag("root")
@Timeout(600)
class SystemdNotifyIT {

	private static final Duration METER_LIMIT = Duration.ofMinutes(10);

	@TempDir
	static Path directory;

	private static NspawnMachine machine;

	private static SystemdService service;

	private static DocumentedFile unit;

	@BeforeAll
	static void boot() throws Exception {
		machine = NspawnMachine.boot("bookworm", directory);
		service = new SystemdService(machine);
		unit = DocumentedFile.in("systemd.md", "Type=notify");
		service.install(DocumentedFile.in("systemd.md", "# /opt/shop/reload"));
	}

	@AfterAll
	static void shutDown() {
		if (machine != null) {
			machine.close();
		}
	}

	@BeforeEach
	void turnHealthy() throws IOException {
		service.turnHealthy(true);
	}

	@AfterEach
	void clear() {
		service.clear();
	}

	@Test
	void upgradesFailuresAndReloadsLoseNothingAndMainProcessIsRestarted() throws Exception {
		service.install(unit);
		service.configure("hotupgrade.probation=1s");
		service.start();
		long first = service.mainPid();
		assertThat(service.endpoint().status().pid()).isEqualTo(first);
		assertThat(service.status()).isEqualTo("Generation 0 (pid %d) serves".formatted(first));
		try (LoadMeter meter = LoadMeter.start(service.target(), METER_LIMIT, new NewConnections(50),
				new KeptAliveClients(10, Duration.ofMillis(100)))) {
			for (int generation = 1; generation <= Extent.generations(); generation++) {
				long before = service.mainPid();
				assertThat(service.systemctl("reload").exitCode()).as(service::journal).isZero();
				StatusView status = service.endpoint().status();
				assertThat(status.generation()).isEqualTo(generation);
				assertThat(service.mainPid()).isEqualTo(status.pid()).isNotEqualTo(before);
				assertThat(service.status())
					.contains("Generation %d (pid %d) serves".formatted(generation, status.pid()), "SUCCEEDED");
			}
			failedReload();
			upgradeThatIsRolledBack();
			UpgradeView ended = service.awaitEnd(service.reach("PROBATION"));
			assertThat(ended.outcome()).as(ended.message()).isEqualTo("SUCCEEDED");
			service.await("end of the reload", () -> service.property("ActiveState").equals("active"));
			assertThat(service.mainPid()).isEqualTo(ended.successor().pid());
			MeterReport report = meter.stop();
			System.out.println(report.table());
			assertThat(report.lost()).as(report.table()).isZero();
			assertThat(report.instances()).hasSize(Extent.generations() + 4);
		}
		assertThat(service.property("NRestarts")).isEqualTo("0");
		long last = service.mainPid();
		// Until then the predecessor is the parent, and systemd would not notice.
		service.await("end of the predecessor", () -> service.processes().size() == 1);
		service.kill("KILL", last);
		StatusView restarted = service.awaitOther(last);
		assertThat(restarted.generation()).isZero();
		assertThat(service.property("NRestarts")).isEqualTo("1");
	}

	private static void failedReload() {
		long before = service.mainPid();
		service.configure("hotupgrade.probation=1s", "hotupgrade.history-size=-5");
		CommandResult failed = service.systemctl("reload");
		assertThat(failed.exitCode()).as(failed.output()).isNotZero();
		assertThat(service.property("ActiveState")).isEqualTo("active");
		assertThat(service.mainPid()).isEqualTo(before);
		assertThat(service.systemctl("status").output()).contains("FAILED", "history-size");
		service.configure("hotupgrade.probation=1s");
	}

	/** By the main process of now, which has to be it afterwards, too. */
	private static void upgradeThatIsRolledBack() throws IOException {
		service.configure(service.held("hotupgrade.probation=15s"));
		assertThat(service.systemctl("reload").exitCode()).as(service::journal).isZero();
		long before = service.mainPid();
		service.configure(service.held("hotupgrade.probation=1s"));
		UpgradeView begun = service.reach("PROBATION");
		assertThat(service.mainPid()).isEqualTo(before);
		assertThat(service.property("ActiveState")).isEqualTo("reloading");
		service.turnHealthy(false);
		assertThat(service.awaitEnd(begun).outcome()).isEqualTo("ROLLED_BACK");
		service.turnHealthy(true);
		service.await("end of the reload", () -> service.property("ActiveState").equals("active"));
		assertThat(service.mainPid()).isEqualTo(before);
		assertThat(service.status()).contains("Generation", "ROLLED_BACK (UNHEALTHY)");
	}

	@ParameterizedTest
	@ValueSource(strings = { "LAUNCHING", "STARTING", "SHIFTING", "PROBATION" })
	void stopInAnyPhaseEndsAllGracefully(String phase) throws Exception {
		service.install(unit);
		service.configure(service.held("hotupgrade.probation=60s"));
		service.start();
		service.reach(phase);
		CommandResult stopped = service.systemctl("stop");
		assertThat(stopped.exitCode()).as(stopped.output()).isZero();
		assertStopped();
	}

	@Test
	void stopWhileAPredecessorDrainsLetsItFinish() throws Exception {
		service.install(unit);
		service.configure(service.held("hotupgrade.probation=1s"));
		service.start();
		try (HeldRequest held = service.reachDrain()) {
			CompletableFuture<CommandResult> stopped = CompletableFuture.supplyAsync(() -> service.systemctl("stop"));
			service.await("end of the successor", () -> service.processes().size() == 1);
			assertThat(held.finish()).contains("200");
			assertThat(stopped.join().exitCode()).isZero();
		}
		assertStopped();
	}

	private static void assertStopped() {
		assertThat(service.property("ActiveState")).as(service::journal).isEqualTo("inactive");
		assertThat(service.property("Result")).as(service::journal).isEqualTo("success");
		assertThat(service.processes()).isEmpty();
		// Of one that is gone already, systemd says "(n/a)".
		assertThat(service.journal()).doesNotContain("(java) with signal SIGKILL", "timed out",
				"Got notification message");
	}

	@Test
	void mainProcessThatHangsIsRestarted() {
		service.install(unit, "WatchdogSec=4");
		service.configure("hotupgrade.probation=1s");
		service.start();
		assertThat(service.systemctl("reload").exitCode()).as(service::journal).isZero();
		long successor = service.mainPid();
		service.kill("STOP", successor);
		assertThat(service.awaitOther(successor).generation()).isZero();
		assertThat(service.journal()).contains("Watchdog timeout");
	}

}
