package io.hotupgrade.endtoend;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import io.hotupgrade.loadmeter.KeptAliveClients;
import io.hotupgrade.loadmeter.LoadMeter;
import io.hotupgrade.loadmeter.MeterReport;
import io.hotupgrade.loadmeter.NewConnections;
import io.hotupgrade.loadmeter.process.EndpointAnswer;
import io.hotupgrade.loadmeter.process.SampleInstance;
import io.hotupgrade.loadmeter.process.UpgradeView;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Real supervisors: without the keeper an upgrade is refused, with it the application
 * stays one to them through upgrades, failures, a death and their stop.
 */
class SupervisorIT {

	private static final Duration LIMIT = KeptSample.LIMIT;

	@TempDir
	Path directory;

	private SampleInstance start(Supervisor supervisor, String prefix, String... arguments) throws Exception {
		KeptSample.assumeProgram(supervisor.program());
		return SampleInstance
			.start(KeptSample.launch(this.directory, prefix, supervisor.script()).withArguments(arguments), LIMIT);
	}

	static List<Supervisor> refused() {
		return Extent.variants(1, supervisors());
	}

	@ParameterizedTest
	@MethodSource("refused")
	void withoutKeeperIsRefused(Supervisor supervisor) throws Exception {
		try (SampleInstance sample = start(supervisor, "")) {
			long pid = sample.endpoint().status().pid();
			EndpointAnswer answer = sample.endpoint().upgrade();
			assertThat(answer.status()).isEqualTo(501);
			assertThat(answer.refusal()).isEqualTo("SUPERVISOR");
			assertThat(answer.body()).contains(supervisor.program(), "hotupgrade-keeper");
			assertThat(sample.endpoint().status().pid()).isEqualTo(pid);
		}
	}

	static List<Supervisor> supervisors() {
		return Extent.variants(2,
				List.of(Supervisor.RUNIT, Supervisor.SUPERVISORD, Supervisor.S6, Supervisor.DAEMONTOOLS));
	}

	@ParameterizedTest
	@MethodSource("supervisors")
	void withKeeperIsUpgradedAndStopped(Supervisor supervisor) throws Exception {
		try (SampleInstance sample = start(supervisor, KeptSample.keeper("sh"));
				LoadMeter meter = LoadMeter.start(sample.target(), LIMIT.multipliedBy(3), new NewConnections(50),
						new KeptAliveClients(10, Duration.ofMillis(200)))) {
			Sample.configure(this.directory, "hotupgrade.history-size=-5");
			UpgradeView failed = sample.awaitUpgrade(sample.beginUpgrade().id(), LIMIT);
			assertThat(failed.outcome()).isEqualTo("FAILED");
			Sample.configure(this.directory, "");
			for (int upgrade = 0; upgrade < Extent.upgrades(); upgrade++) {
				UpgradeView ended = sample.awaitUpgrade(sample.beginUpgrade().id(), LIMIT);
				assertThat(ended.outcome()).as(ended.message()).isEqualTo("SUCCEEDED");
				Processes.awaitEnd(ended.predecessor().pid(), LIMIT);
			}
			MeterReport report = meter.stop();
			assertThat(report.lost()).as(report.table()).isZero();
			supervisor.stop(sample, this.directory);
			awaitNobody(sample);
		}
	}

	static List<String> shells() {
		return Extent.variants(1, List.of("busybox sh", "dash"));
	}

	@ParameterizedTest
	@MethodSource("shells")
	void deathOfTheInstanceThatServesEndsTheKeeper(String shell) throws Exception {
		KeptSample.assumeProgram(shell.split(" ")[0]);
		try (SampleInstance sample = start(Supervisor.RUNIT, KeptSample.keeper(shell))) {
			UpgradeView ended = sample.awaitUpgrade(sample.beginUpgrade().id(), LIMIT);
			assertThat(ended.outcome()).as(ended.message()).isEqualTo("SUCCEEDED");
			Processes.awaitEnd(ended.predecessor().pid(), LIMIT);
			long served = ended.successor().pid();
			Processes.signal(served, "KILL");
			sample.endpoint()
				.awaitStatus("another instance that serves", LIMIT,
						(status) -> status.pid() != served && status.state().equals("SERVING"));
			Supervisor.RUNIT.stop(sample, this.directory);
			awaitNobody(sample);
		}
	}

	static List<String> phases() {
		return Extent.variants(1, List.of("PROBATION", "LAUNCHING", "DRAINING"));
	}

	@ParameterizedTest
	@MethodSource("phases")
	void stopDuringAnUpgradeEndsBoth(String phase) throws Exception {
		try (SampleInstance sample = start(Supervisor.RUNIT, KeptSample.keeper("sh"),
				"--hotupgrade.probation=" + (phase.equals("DRAINING") ? "1s" : "60s"))) {
			try (HeldRequest held = HeldRequest.begin(sample.target())) {
				UpgradeView begun = sample.beginUpgrade();
				sample.endpoint()
					.awaitStatus(phase + " with " + held, LIMIT, (status) -> status.upgrade() != null
							&& begun.id().equals(status.upgrade().id()) && phase.equals(status.upgrade().phase()));
				Supervisor.RUNIT.stop(sample, this.directory);
			}
			awaitNobody(sample);
		}
	}

	private static void awaitNobody(SampleInstance sample) {
		assertThat(sample.first().awaitExit(LIMIT)).as("end of the supervisor").isTrue();
		Awaitility.await("end of all").atMost(LIMIT).until(() -> sample.family().findAny().isEmpty());
	}

}
