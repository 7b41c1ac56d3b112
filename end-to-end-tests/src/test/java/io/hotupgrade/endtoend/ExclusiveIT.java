package io.hotupgrade.endtoend;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;

import io.hotupgrade.loadmeter.KeptAliveClients;
import io.hotupgrade.loadmeter.LoadMeter;
import io.hotupgrade.loadmeter.MeterReport;
import io.hotupgrade.loadmeter.NewConnections;
import io.hotupgrade.loadmeter.PlainHttp;
import io.hotupgrade.loadmeter.process.FreePort;
import io.hotupgrade.loadmeter.process.JavaLaunch;
import io.hotupgrade.loadmeter.process.ReceiptView.ExclusiveView;
import io.hotupgrade.loadmeter.process.SampleInstance;
import io.hotupgrade.loadmeter.process.UpgradeView;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A database in a file that one process locks, of which each request writes a row, and a
 * fixed port: through upgrades that succeed, are rolled back and fail, without a request
 * that is lost or served twice.
 */
class ExclusiveIT {

	private static final Duration LIMIT = Duration.ofSeconds(90);

	private static final Path JAR = Sample.SOURCES.resolve("exclusive-app/target/exclusive-app.jar");

	private static final int CLIENTS = 8;

	/** New connections that a process may have in its accept queue, or in hand. */
	private static final int WAITING = 10;

	@TempDir
	Path directory;

	@Test
	void lockedDatabasePassesWithoutALostRequest() throws Exception {
		try (SampleInstance sample = start("--hotupgrade.probation=500ms")) {
			long before = rows(sample);
			MeterReport report;
			try (LoadMeter meter = load(sample)) {
				UpgradeView upgrade = sample.awaitUpgrade(sample.beginUpgrade().id(), LIMIT);
				assertThat(upgrade.outcome()).as(upgrade.message() + upgrade.output()).isEqualTo("SUCCEEDED");
				ExclusiveView exclusive = upgrade.receipt().exclusive();
				System.out.println("Upgraded: " + exclusive);
				assertThat(exclusive.resources()).containsExactly("dataSource");
				assertThat(exclusive.pauseMillis()).isPositive().isLessThan(20_000);
				assertThat(exclusive.held()).isPositive();
				assertThat(exclusive.forwarded()).as("those that were held").isPositive();
				assertThat(exclusive.refused()).isZero();
				meter.awaitRequests(meter.report().requests() + 200, LIMIT);
				report = meter.stop();
			}
			assertEachWroteARow(report, rows(sample) - before);
		}
	}

	@Test
	void lockedDatabaseComesBackWhenTheUpgradeIsAborted() throws Exception {
		UpgradeView aborted = rollBack((sample) -> sample.endpoint().abort());
		assertThat(aborted.outcome()).as(aborted.message()).isEqualTo("ABORTED");
	}

	@Test
	void lockedDatabaseComesBackWhenTheSuccessorIsTerminated() throws Exception {
		Extent.assumeFull();
		UpgradeView ended = rollBack(
				(sample) -> Processes.signal(sample.endpoint().status().upgrade().successor().pid(), "TERM"));
		assertThat(ended.outcome()).as(ended.message()).isEqualTo("ROLLED_BACK");
	}

	private UpgradeView rollBack(RollBack how) throws Exception {
		try (SampleInstance sample = start("--hotupgrade.probation=60s")) {
			long before = rows(sample);
			try (LoadMeter meter = load(sample)) {
				UpgradeView begun = sample.beginUpgrade();
				awaitPhase(sample, "PROBATION");
				meter.awaitRequests(meter.report().requests() + 200, LIMIT);
				how.begin(sample);
				UpgradeView ended = sample.awaitUpgrade(begun.id(), LIMIT);
				System.out.println("Rolled back: " + ended.receipt().exclusive());
				assertThat(ended.receipt().exclusive().refused()).isZero();
				meter.awaitRequests(meter.report().requests() + 200, LIMIT);
				assertEachWroteARow(meter.stop(), rows(sample) - before);
				return ended;
			}
		}
	}

	/**
	 * What the successor was serving in that moment is lost with it, and may have written
	 * its row; nothing else is, as long as H2 does not keep commits back for half a
	 * second.
	 */
	@Test
	void successorThatIsKilledCostsNothingButWhatItWasServing() throws Exception {
		try (SampleInstance sample = start("--hotupgrade.probation=60s",
				"--spring.datasource.url=jdbc:h2:file:./data/requests;DB_CLOSE_ON_EXIT=FALSE;WRITE_DELAY=0")) {
			long before = rows(sample);
			MeterReport report;
			try (LoadMeter meter = load(sample)) {
				UpgradeView begun = sample.beginUpgrade();
				awaitPhase(sample, "PROBATION");
				meter.awaitRequests(meter.report().requests() + 200, LIMIT);
				Processes.signal(begun.successor().pid(), "KILL");
				UpgradeView ended = sample.awaitUpgrade(begun.id(), LIMIT);
				System.out.println("Killed: " + ended.reason() + " " + ended.receipt().exclusive());
				assertThat(ended.outcome()).as(ended.message()).isEqualTo("ROLLED_BACK");
				meter.awaitRequests(meter.report().requests() + 200, LIMIT);
				report = meter.stop();
			}
			System.out.println(report.table());
			assertThat(report.lost()).as(report.table()).isLessThanOrEqualTo(CLIENTS + WAITING);
			assertThat(rows(sample) - before).isBetween(report.requests() - report.lost(), report.requests());
		}
	}

	@Test
	void successorThatFailsWithItCostsNoRequest() throws Exception {
		try (SampleInstance sample = start("--hotupgrade.probation=60s")) {
			Sample.configure(this.directory, "spring.sql.init.schema-locations=classpath:there-is-none.sql",
					"spring.sql.init.continue-on-error=false");
			long before = rows(sample);
			MeterReport report;
			try (LoadMeter meter = load(sample)) {
				UpgradeView failed = sample.awaitUpgrade(sample.beginUpgrade().id(), LIMIT);
				System.out.println("Failed: " + failed.reason() + " " + failed.receipt().exclusive());
				assertThat(failed.outcome()).as(failed.message()).isEqualTo("FAILED");
				assertThat(failed.receipt().exclusive().resources()).containsExactly("dataSource");
				meter.awaitRequests(meter.report().requests() + 200, LIMIT);
				report = meter.stop();
			}
			assertEachWroteARow(report, rows(sample) - before);
		}
	}

	/**
	 * Requests wait as if they needed it, and so show whether they do with each server.
	 */
	@Test
	void fixedPortPassesAndComesBack() throws Exception {
		int port = FreePort.find();
		JavaLaunch launch = Sample.quick(this.directory)
			.withArguments("--sample.side-port=" + port, "--hotupgrade.exclusive.beans=sidePort",
					"--hotupgrade.probation=60s");
		try (SampleInstance sample = SampleInstance.start(launch, LIMIT); LoadMeter meter = load(sample)) {
			assertThat(listener(port)).isEqualTo(sample.first().pid());
			UpgradeView begun = sample.beginUpgrade();
			awaitPhase(sample, "PROBATION");
			assertThat(listener(port)).isEqualTo(begun.successor().pid());
			meter.awaitRequests(meter.report().requests() + 200, LIMIT);
			sample.endpoint().abort();
			UpgradeView aborted = sample.awaitUpgrade(begun.id(), LIMIT);
			ExclusiveView exclusive = aborted.receipt().exclusive();
			System.out.println("Port: " + exclusive);
			assertThat(exclusive.resources()).containsExactly("sidePort");
			assertThat(exclusive.forwarded()).as("on connections of the old instance").isPositive();
			assertThat(exclusive.refused()).isZero();
			Awaitility.await().atMost(LIMIT).until(() -> answers(port, sample.first().pid()));
			meter.awaitRequests(meter.report().requests() + 200, LIMIT);
			MeterReport report = meter.stop();
			System.out.println(report.table());
			assertThat(report.losses()).isEmpty();
			assertThat(report.lost()).isZero();
		}
	}

	private SampleInstance start(String... arguments) throws IOException {
		Sample.hastenUpgrades(this.directory);
		JavaLaunch launch = UnpackedJar.quickly(UnpackedJar.jar(JAR), this.directory);
		return SampleInstance.start(launch.withArguments(arguments), LIMIT);
	}

	private static LoadMeter load(SampleInstance sample) {
		LoadMeter meter = LoadMeter.start(sample.target(), LIMIT, new NewConnections(30),
				new KeptAliveClients(CLIENTS, Duration.ofMillis(100)));
		meter.awaitRequests(100, LIMIT);
		return meter;
	}

	private static void assertEachWroteARow(MeterReport report, long rows) {
		System.out.println(report.table());
		assertThat(report.losses()).isEmpty();
		assertThat(report.lost()).isZero();
		assertThat(rows).isEqualTo(report.requests());
	}

	private static long rows(SampleInstance sample) throws IOException {
		return Long.parseLong(PlainHttp.send(sample.target(), "GET", "/count").text());
	}

	private static void awaitPhase(SampleInstance sample, String phase) {
		sample.endpoint()
			.awaitStatus(phase, LIMIT, (status) -> status.upgrade() != null && phase.equals(status.upgrade().phase()));
	}

	private static boolean answers(int port, long pid) {
		try {
			return listener(port) == pid;
		}
		catch (IOException ex) {
			return false;
		}
	}

	private static long listener(int port) throws IOException {
		try (Socket client = new Socket(InetAddress.getLoopbackAddress(), port)) {
			return Long.parseLong(new String(client.getInputStream().readAllBytes(), StandardCharsets.US_ASCII));
		}
	}

	/** Has an upgrade taken back. */
	private interface RollBack {

		void begin(SampleInstance sample) throws Exception;

	}

}
