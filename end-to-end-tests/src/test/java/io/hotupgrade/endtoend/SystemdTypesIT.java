package io.hotupgrade.endtoend;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import io.hotupgrade.loadmeter.KeptAliveClients;
import io.hotupgrade.loadmeter.LoadMeter;
import io.hotupgrade.loadmeter.MeterReport;
import io.hotupgrade.loadmeter.NewConnections;
import io.hotupgrade.loadmeter.process.EndpointAnswer;
import io.hotupgrade.loadmeter.process.StatusView;
import io.hotupgrade.loadmeter.process.UpgradeView;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Services of each type in which an upgrade is possible, under a real systemd: with and
 * without notification, as a user that systemd makes up, with a limited memory.
 */
@SystemdTest
class SystemdTypesIT {

	private static final Duration METER_LIMIT = Duration.ofMinutes(5);

	private final SystemdService service;

	SystemdTypesIT(SystemdService service) {
		this.service = service;
	}

	static Stream<Variant> variants() {
		return Stream.of(new Variant("Type=exec", true, List.of()),
				new Variant("Type=exec", true,
						List.of("Type=simple", "User=", "DynamicUser=yes", "PrivateTmp=yes", "MemoryMax=1G")),
				new Variant("Type=notify", false,
						List.of("NotifyAccess=main", "User=", "DynamicUser=yes", "MemoryMax=1G", "ExecStop=")));
	}

	@ParameterizedTest
	@MethodSource("variants")
	void upgradeLosesNothingAndServiceGoesOn(Variant variant) throws Exception {
		this.service.install(DocumentedFile.in("systemd.md", variant.unit()),
				variant.overrides().toArray(String[]::new));
		this.service.configure("hotupgrade.probation=1s");
		this.service.start();
		// Only with notification has the start waited for that.
		this.service.awaitOther(0);
		if (variant.overrides().contains("ExecStop=")) {
			this.service.await("advice in the log", () -> this.service.journal().contains("ExecStop=-/bin/sh"));
		}
		UpgradeView ended;
		try (LoadMeter meter = LoadMeter.start(this.service.target(), METER_LIMIT, new NewConnections(50),
				new KeptAliveClients(10, Duration.ofMillis(100)))) {
			meter.awaitRequests(100, SystemdService.LIMIT);
			ended = this.service.awaitEnd(this.service.begin());
			assertThat(ended.outcome()).as(ended.message()).isEqualTo("SUCCEEDED");
			this.service.await("end of the predecessor", () -> this.service.processes().size() == 1);
			this.service.await("state", () -> this.service.property("ActiveState").equals("active"));
			MeterReport report = meter.stop();
			System.out.println(report.table());
			assertThat(report.lost()).as(report.table()).isZero();
			assertThat(report.instances()).hasSize(2);
		}
		long successor = ended.successor().pid();
		long main = variant.mainUnknown() ? 0 : successor;
		this.service.await("main process " + main, () -> this.service.mainPid() == main);
		this.service.kill("KILL", successor);
		StatusView restarted = this.service.awaitOther(successor);
		assertThat(restarted.generation()).isZero();
		assertThat(this.service.property("NRestarts")).isEqualTo("1");
		assertThat(this.service.systemctl("stop").exitCode()).isZero();
		assertThat(this.service.property("ActiveState")).as(this.service::journal).isEqualTo("inactive");
		assertThat(this.service.processes()).isEmpty();
	}

	/** Today's usual unit: systemd would end the successor with its predecessor. */
	@Test
	void upgradeThatSystemdWouldEndIsRefused() throws Exception {
		this.service.install(DocumentedFile.in("systemd.md", "Type=exec"), "ExitType=main");
		this.service.configure("hotupgrade.probation=1s");
		this.service.start();
		// Only with notification has the start waited for that.
		this.service.awaitOther(0);
		EndpointAnswer answer = this.service.endpoint().upgrade();
		assertThat(answer.status()).isEqualTo(501);
		assertThat(answer.refusal()).isEqualTo("SYSTEMD_MAIN_PROCESS");
		assertThat(this.service.processes()).containsExactly(Long.toString(this.service.mainPid()));
		this.service.await("warning of that in the log", () -> this.service.journal().contains("Type=notify"));
	}

	/**
	 * A unit.
	 *
	 * @param unit what finds it in the documentation
	 * @param mainUnknown whether systemd knows no main process after an upgrade
	 * @param overrides lines of a drop-in
	 */
	record Variant(String unit, boolean mainUnknown, List<String> overrides) {
	}

}
