package io.hotupgrade.endtoend;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.hotupgrade.loadmeter.KeptAliveClients;
import io.hotupgrade.loadmeter.LoadMeter;
import io.hotupgrade.loadmeter.MeterReport;
import io.hotupgrade.loadmeter.NewConnections;
import io.hotupgrade.loadmeter.process.StatusView;
import io.hotupgrade.loadmeter.process.UpgradeView;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The unit that the documentation recommends, under a real systemd.
 */
@SystemdTest
@Order(0)
class SystemdNotifyIT {

	private static final Duration METER_LIMIT = Duration.ofMinutes(20);

	private final SystemdService service;

	private final DocumentedFile unit;

	SystemdNotifyIT(SystemdService service) throws IOException {
		this.service = service;
		this.unit = DocumentedFile.in("systemd.md", "Type=notify");
		service.write(DocumentedFile.in("systemd.md", "# /opt/shop/reload"));
	}

	@Test
	void upgradesFailuresAndReloadsLoseNothingAndMainProcessIsRestarted() throws Exception {
		this.service.install(this.unit);
		this.service.configure("hotupgrade.probation=1s");
		this.service.start();
		long first = this.service.mainPid();
		assertThat(this.service.endpoint().status().pid()).isEqualTo(first);
		assertThat(this.service.status()).isEqualTo("Generation 0 (pid %d) serves".formatted(first));
		try (LoadMeter meter = LoadMeter.start(this.service.target(), METER_LIMIT, new NewConnections(50),
				new KeptAliveClients(10, Duration.ofMillis(100)))) {
			for (int generation = 1; generation <= Extent.generations(); generation++) {
				long before = this.service.mainPid();
				assertThat(this.service.systemctl("reload").exitCode()).as(this.service::journal).isZero();
				StatusView status = this.service.endpoint().status();
				assertThat(status.generation()).isEqualTo(generation);
				assertThat(this.service.mainPid()).isEqualTo(status.pid()).isNotEqualTo(before);
				assertThat(this.service.status())
					.contains("Generation %d (pid %d) serves".formatted(generation, status.pid()), "SUCCEEDED");
			}
			failedReload();
			upgradeThatIsRolledBack();
			UpgradeView ended = this.service.awaitEnd(this.service.reach("PROBATION"));
			assertThat(ended.outcome()).as(ended.message()).isEqualTo("SUCCEEDED");
			this.service.await("end of the reload", () -> this.service.property("ActiveState").equals("active"));
			assertThat(this.service.mainPid()).isEqualTo(ended.successor().pid());
			MeterReport report = meter.stop();
			System.out.println(report.table());
			assertThat(report.lost()).as(report.table()).isZero();
			assertThat(report.instances()).hasSize(Extent.generations() + 4);
		}
		assertThat(this.service.property("NRestarts")).isEqualTo("0");
		long last = this.service.mainPid();
		// Until then the predecessor is the parent, and systemd would not notice.
		this.service.await("end of the predecessor", () -> this.service.processes().size() == 1);
		this.service.kill("KILL", last);
		StatusView restarted = this.service.awaitOther(last);
		assertThat(restarted.generation()).isZero();
		assertThat(this.service.property("NRestarts")).isEqualTo("1");
	}

	private void failedReload() {
		long before = this.service.mainPid();
		this.service.configure("hotupgrade.probation=1s", "hotupgrade.history-size=-5");
		CommandResult failed = this.service.systemctl("reload");
		assertThat(failed.exitCode()).as(failed.output()).isNotZero();
		assertThat(this.service.property("ActiveState")).isEqualTo("active");
		assertThat(this.service.mainPid()).isEqualTo(before);
		assertThat(this.service.systemctl("status").output()).contains("FAILED", "history-size");
		this.service.configure("hotupgrade.probation=1s");
	}

	/** By the main process of now, which has to be it afterwards, too. */
	private void upgradeThatIsRolledBack() throws IOException {
		this.service.configure(this.service.held("hotupgrade.probation=15s"));
		assertThat(this.service.systemctl("reload").exitCode()).as(this.service::journal).isZero();
		long before = this.service.mainPid();
		this.service.configure(this.service.held("hotupgrade.probation=1s"));
		UpgradeView begun = this.service.reach("PROBATION");
		assertThat(this.service.mainPid()).isEqualTo(before);
		assertThat(this.service.property("ActiveState")).isEqualTo("reloading");
		this.service.turnHealthy(false);
		assertThat(this.service.awaitEnd(begun).outcome()).isEqualTo("ROLLED_BACK");
		this.service.turnHealthy(true);
		this.service.await("end of the reload", () -> this.service.property("ActiveState").equals("active"));
		assertThat(this.service.mainPid()).isEqualTo(before);
		assertThat(this.service.status()).contains("Generation", "ROLLED_BACK (UNHEALTHY)");
	}

	static List<String> phases() {
		return Extent.variants(2, List.of("STARTING", "PROBATION", "LAUNCHING", "SHIFTING"));
	}

	@ParameterizedTest
	@MethodSource("phases")
	void stopInAnyPhaseEndsAllGracefullyAndCutsNothing(String phase) throws Exception {
		this.service.install(this.unit);
		this.service.configure(this.service.held("hotupgrade.probation=60s"));
		this.service.start();
		try (LoadMeter meter = LoadMeter.start(this.service.target(), METER_LIMIT, new NewConnections(50),
				new KeptAliveClients(10, Duration.ofMillis(100)))) {
			this.service.reach(phase);
			CommandResult stopped = this.service.systemctl("stop");
			assertThat(stopped.exitCode()).as(stopped.output()).isZero();
			MeterReport report = meter.stop();
			assertThat(Leaving.cut(report)).as(report.table()).isZero();
		}
		assertStopped();
	}

	@Test
	void stopWhileAPredecessorDrainsLetsItFinish() throws Exception {
		this.service.install(this.unit);
		this.service.configure(this.service.held("hotupgrade.probation=1s"));
		this.service.start();
		try (HeldRequest held = this.service.reachDrain()) {
			CompletableFuture<CommandResult> stopped = CompletableFuture
				.supplyAsync(() -> this.service.systemctl("stop"));
			this.service.await("end of the successor", () -> this.service.processes().size() == 1);
			assertThat(held.finish()).contains("200");
			assertThat(stopped.join().exitCode()).isZero();
		}
		assertStopped();
	}

	/** What the documentation warns of: only the main process is told. */
	@Test
	void stopInKillModeMixedCutsTheDrainOfTheOther() throws Exception {
		Extent.assumeFull();
		this.service.install(this.unit, "KillMode=mixed");
		this.service.configure(this.service.held("hotupgrade.probation=1s"));
		this.service.start();
		try (HeldRequest held = this.service.reachDrain()) {
			long predecessor = this.service.endpoint().status().upgrade().predecessor().pid();
			this.service.await("new main process", () -> this.service.mainPid() != predecessor);
			assertThat(this.service.systemctl("stop").exitCode()).isZero();
			assertThat(held.finish()).as("of the predecessor").isEmpty();
		}
		this.service.configure(this.service.held("hotupgrade.probation=60s"));
		this.service.start();
		this.service.reach("PROBATION");
		try (HeldRequest held = HeldRequest.begin(this.service.target())) {
			assertThat(this.service.systemctl("stop").exitCode()).isZero();
			assertThat(held.finish()).as("of the successor").isEmpty();
		}
		assertThat(this.service.processes()).isEmpty();
		assertThat(this.service.journal()).contains("(java) with signal SIGKILL");
	}

	/** The main process is alone then, and has not been started by systemd. */
	@Test
	void stopAfterAnUpgradeLetsTheSuccessorFinish() throws Exception {
		this.service.install(this.unit);
		this.service.configure("hotupgrade.probation=1s");
		this.service.start();
		UpgradeView ended = this.service.awaitEnd(this.service.begin());
		assertThat(ended.outcome()).as(ended.message()).isEqualTo("SUCCEEDED");
		this.service.await("end of the predecessor", () -> this.service.processes().size() == 1);
		try (HeldRequest held = HeldRequest.begin(this.service.target())) {
			CompletableFuture<CommandResult> stopped = CompletableFuture
				.supplyAsync(() -> this.service.systemctl("stop"));
			this.service.await("stop", () -> !this.service.property("ActiveState").equals("active"));
			assertThat(held.finish()).as(this.service::journal).contains("200");
			assertThat(stopped.join().exitCode()).isZero();
		}
		assertStopped();
	}

	private void assertStopped() {
		assertThat(this.service.property("ActiveState")).as(this.service::journal).isEqualTo("inactive");
		assertThat(this.service.property("Result")).as(this.service::journal).isEqualTo("success");
		assertThat(this.service.processes()).isEmpty();
		// Of one that is gone already, systemd says "(n/a)".
		assertThat(this.service.journal()).doesNotContain("(java) with signal SIGKILL", "timed out",
				"Got notification message");
	}

}
