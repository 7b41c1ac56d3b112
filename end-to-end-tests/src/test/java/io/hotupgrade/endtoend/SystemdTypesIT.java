package io.hotupgrade.endtoend;

import java.nio.file.Path;
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
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Services of each type in which an upgrade is possible, under a real systemd: with and
 * without notification, as a user that systemd makes up, with a limited memory.
 */
@Tag("root")
@Timeout(600)
class SystemdTypesIT {

	private static final Duration METER_LIMIT = Duration.ofMinutes(5);

	@TempDir
	static Path directory;

	private static NspawnMachine machine;

	private static SystemdService service;

	@BeforeAll
	static void boot() throws Exception {
		machine = NspawnMachine.boot("bookworm", directory);
		service = new SystemdService(machine);
	}

	@AfterAll
	static void shutDown() {
		if (machine != null) {
			machine.close();
		}
	}

	@AfterEach
	void clear() {
		service.clear();
	}

	static Stream<Variant> variants() {
		return Stream.of(new Variant("Type=exec", true, List.of()),
				new Variant("Type=exec", true,
						List.of("Type=simple", "User=", "DynamicUser=yes", "PrivateTmp=yes", "MemoryMax=1G")),
				new Variant("Type=notify", false,
						List.of("NotifyAccess=main", "User=", "DynamicUser=yes", "MemoryMax=1G")));
	}

	@ParameterizedTest
	@MethodSource("variants")
	void upgradeLosesNothingAndServiceGoesOn(Variant variant) throws Exception {
		service.install(DocumentedFile.in("systemd.md", variant.unit()), variant.overrides().toArray(String[]::new));
		service.configure("hotupgrade.probation=1s");
		service.start();
		// Only with notification has the start waited for that.
		service.awaitOther(0);
		UpgradeView ended;
		try (LoadMeter meter = LoadMeter.start(service.target(), METER_LIMIT, new NewConnections(50),
				new KeptAliveClients(10, Duration.ofMillis(100)))) {
			meter.awaitRequests(100, SystemdService.LIMIT);
			ended = service.awaitEnd(service.begin());
			assertThat(ended.outcome()).as(ended.message()).isEqualTo("SUCCEEDED");
			service.await("end of the predecessor", () -> service.processes().size() == 1);
			service.await("state", () -> service.property("ActiveState").equals("active"));
			MeterReport report = meter.stop();
			System.out.println(report.table());
			assertThat(report.lost()).as(report.table()).isZero();
			assertThat(report.instances()).hasSize(2);
		}
		long successor = ended.successor().pid();
		long main = variant.mainUnknown() ? 0 : successor;
		service.await("main process " + main, () -> service.mainPid() == main);
		service.kill("KILL", successor);
		StatusView restarted = service.awaitOther(successor);
		assertThat(restarted.generation()).isZero();
		assertThat(service.property("NRestarts")).isEqualTo("1");
		assertThat(service.systemctl("stop").exitCode()).isZero();
		assertThat(service.property("ActiveState")).as(service::journal).isEqualTo("inactive");
		assertThat(service.processes()).isEmpty();
	}

	/** Today's usual unit: systemd would end the successor with its predecessor. */
	@Test
	void upgradeThatSystemdWouldEndIsRefused() throws Exception {
		service.install(DocumentedFile.in("systemd.md", "Type=exec"), "ExitType=main");
		service.configure("hotupgrade.probation=1s");
		service.start();
		// Only with notification has the start waited for that.
		service.awaitOther(0);
		EndpointAnswer answer = service.endpoint().upgrade();
		assertThat(answer.status()).isEqualTo(501);
		assertThat(answer.refusal()).isEqualTo("SYSTEMD_MAIN_PROCESS");
		assertThat(service.processes()).containsExactly(Long.toString(service.mainPid()));
		service.await("warning of that in the log", () -> service.journal().contains("Type=notify"));
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
