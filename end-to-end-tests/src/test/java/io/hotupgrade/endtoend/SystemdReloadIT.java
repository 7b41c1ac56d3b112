package io.hotupgrade.endtoend;

import java.nio.file.Files;
import java.time.Duration;

import io.hotupgrade.loadmeter.LoadMeter;
import io.hotupgrade.loadmeter.MeterReport;
import io.hotupgrade.loadmeter.NewConnections;
import io.hotupgrade.loadmeter.process.StatusView;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The unit that the documentation recommends for systemd 253 and newer, which reloads by
 * a signal, under a systemd that knows it. Takes its time, as a second Debian is needed.
 */
@SystemdTest("trixie")
class SystemdReloadIT {

	private final SystemdService service;

	SystemdReloadIT(SystemdService service) {
		this.service = service;
	}

	@Test
	void reloadBySignalWaitsForTheEndOfTheUpgrade() throws Exception {
		this.service.install(DocumentedFile.in("systemd.md", "Type=notify-reload"));
		this.service.configure("hotupgrade.probation=1s");
		this.service.start();
		try (LoadMeter meter = LoadMeter.start(this.service.target(), Duration.ofMinutes(10), new NewConnections(50))) {
			for (int generation = 1; generation <= Extent.generations(); generation++) {
				assertThat(this.service.systemctl("reload").exitCode()).as(this.service::journal).isZero();
				StatusView status = this.service.endpoint().status();
				assertThat(status.generation()).isEqualTo(generation);
				assertThat(this.service.mainPid()).isEqualTo(status.pid());
			}
			long before = this.service.mainPid();
			this.service.configure("hotupgrade.history-size=-5");
			assertThat(this.service.systemctl("reload").exitCode()).as(this.service::journal).isZero();
			assertThat(this.service.mainPid()).isEqualTo(before);
			assertThat(this.service.systemctl("status").output()).contains("FAILED", "history-size");
			MeterReport report = meter.stop();
			System.out.println(report.table());
			assertThat(report.lost()).as(report.table()).isZero();
		}
		Files.delete(this.service.directory().resolve("shop.jar"));
		assertThat(this.service.systemctl("reload").exitCode()).as("refused, and over at once").isZero();
		assertThat(this.service.status()).contains("SIGHUP started no upgrade", "shop.jar");
		assertThat(this.service.systemctl("stop").exitCode()).isZero();
		assertThat(this.service.property("Result")).as(this.service::journal).isEqualTo("success");
		assertThat(this.service.processes()).isEmpty();
	}

}
