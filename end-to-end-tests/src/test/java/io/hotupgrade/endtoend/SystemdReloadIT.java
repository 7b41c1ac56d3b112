package io.hotupgrade.endtoend;

import java.nio.file.Path;
import java.time.Duration;

import io.hotupgrade.loadmeter.LoadMeter;
import io.hotupgrade.loadmeter.MeterReport;
import io.hotupgrade.loadmeter.NewConnections;
import io.hotupgrade.loadmeter.process.StatusView;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The unit that the documentation recommends for systemd 253 and newer, which reloads by
 * a signal, under a systemd that knows it. Takes its time, as a second Debian is needed.
 */
@Tag("root")
@Timeout(900)
class SystemdReloadIT {

	@TempDir
	static Path directory;

	private static NspawnMachine machine;

	private static SystemdService service;

	@BeforeAll
	static void boot() throws Exception {
		Extent.assumeFull();
		machine = NspawnMachine.boot("trixie", directory);
		service = new SystemdService(machine);
	}

	@AfterAll
	static void shutDown() {
		if (machine != null) {
			machine.close();
		}
	}

	@Test
	void reloadBySignalWaitsForTheEndOfTheUpgrade() throws Exception {
		service.install(DocumentedFile.in("systemd.md", "Type=notify-reload"));
		service.configure("hotupgrade.probation=1s");
		service.start();
		try (LoadMeter meter = LoadMeter.start(service.target(), Duration.ofMinutes(10), new NewConnections(50))) {
			for (int generation = 1; generation <= Extent.generations(); generation++) {
				assertThat(service.systemctl("reload").exitCode()).as(service::journal).isZero();
				StatusView status = service.endpoint().status();
				assertThat(status.generation()).isEqualTo(generation);
				assertThat(service.mainPid()).isEqualTo(status.pid());
			}
			long before = service.mainPid();
			service.configure("hotupgrade.history-size=-5");
			assertThat(service.systemctl("reload").exitCode()).as(service::journal).isZero();
			assertThat(service.mainPid()).isEqualTo(before);
			assertThat(service.systemctl("status").output()).contains("FAILED", "history-size");
			MeterReport report = meter.stop();
			System.out.println(report.table());
			assertThat(report.lost()).as(report.table()).isZero();
		}
		machine.run("mv", NspawnMachine.SHARED + "/shop.jar", NspawnMachine.SHARED + "/gone.jar").orFail();
		assertThat(service.systemctl("reload").exitCode()).as("refused, and over at once").isZero();
		assertThat(service.status()).contains("SIGHUP started no upgrade", "shop.jar");
		assertThat(service.systemctl("stop").exitCode()).isZero();
		assertThat(service.property("Result")).as(service::journal).isEqualTo("success");
		assertThat(service.processes()).isEmpty();
	}

}
