package io.hotupgrade.endtoend;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

import io.hotupgrade.loadmeter.process.Cell;
import io.hotupgrade.loadmeter.process.JavaLaunch;
import io.hotupgrade.loadmeter.process.SampleInstance;
import io.hotupgrade.loadmeter.process.ShiftView;
import io.hotupgrade.loadmeter.process.UpgradeView;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Sessions come along, with each instance asked for them while both serve.
 */
class SharedSessionsIT {

	private static final Duration LIMIT = Duration.ofSeconds(90);

	private static final int SESSIONS = 100;

	private static final int SHARED_CONNECTIONS = 300;

	@TempDir
	Path directory;

	/** From server to server and between the generations of Spring Boot. */
	private static final List<Cell> WAY = List.of(Cell.JETTY_BOOT3, Cell.TOMCAT_BOOT4, Cell.UNDERTOW_BOOT3,
			Cell.JETTY_BOOT4, Cell.TOMCAT_BOOT3, Cell.UNDERTOW_BOOT3, Cell.TOMCAT_BOOT3, Cell.JETTY_BOOT3);

	@BeforeEach
	void share() {
		Sample.configure(this.directory, "hotupgrade.sessions.enabled=true",
				"hotupgrade.shift=50% until continued, 100%");
	}

	@Test
	void noCountIsLostByARollbackAndAnUpgradeToAVersionWithoutAClassThatASessionHas() throws Exception {
		try (SampleInstance sample = SampleInstance.start(Sample.quickThinCopy(this.directory), LIMIT);
				SessionClients clients = SessionClients.start(sample, SESSIONS)) {
			clients.send("POST /counter/remark", "well done");
			UpgradeView back = rollBack(sample);
			System.out.println("Rolled back: " + back.receipt().sessions());
			assertThat(back.receipt().sessions().moved()).isGreaterThan(SESSIONS);
			assertThat(back.receipt().sessions().returned()).isGreaterThan(SESSIONS);
			assertThat(back.receipt().sessions().unreadable()).isZero();
			assertThat(clients.send("GET /counter/remark", "")).contains("well done");
			removeClass("io/hotupgrade/sample/Remark.class");
			UpgradeView done = upgrade(sample);
			System.out.println("Upgraded: " + done.receipt().sessions());
			assertThat(done.receipt().sessions().moved()).isGreaterThan(SESSIONS);
			assertThat(done.receipt().sessions().leftBehind()).isZero();
			assertThat(done.receipt().sessions().unreadable()).as("the remark, each time that it came").isPositive();
			Processes.awaitEnd(done.predecessor().pid(), LIMIT);
			awaitAllVisited(clients);
			clients.stop();
			assertThat(clients.failures()).isEmpty();
			assertThat(clients.send("GET /counter/remark", "")).endsWith("null");
		}
	}

	@Test
	void noCountIsLostInFiveUpgradesOneAfterTheOther() throws Exception {
		Extent.assumeFull();
		try (SampleInstance sample = SampleInstance.start(Sample.quick(this.directory), LIMIT);
				SessionClients clients = SessionClients.start(sample, 10 * SESSIONS)) {
			for (int i = 0; i < 5; i++) {
				UpgradeView done = upgrade(sample);
				System.out.println("Upgrade " + i + ": " + done.receipt().sessions());
				assertThat(done.receipt().sessions().leftBehind()).isZero();
				Processes.awaitEnd(done.predecessor().pid(), LIMIT);
			}
			clients.stop();
			assertThat(clients.failures()).isEmpty();
		}
	}

	@Test
	void noCountIsLostOnTheWayFromServerToServer() throws Exception {
		List<Path> jars = Extent.variants(2, WAY).stream().map((cell) -> UnpackedJar.jar(Sample.jar(cell))).toList();
		String requestable = jars.stream().distinct().map(Path::toString).collect(Collectors.joining(","));
		JavaLaunch launch = Sample.quick(WAY.get(0), this.directory)
			.withArguments("--hotupgrade.launch.requestable-jars=" + requestable);
		try (SampleInstance sample = SampleInstance.start(launch, LIMIT);
				SessionClients clients = SessionClients.start(sample, SESSIONS)) {
			for (Path jar : jars.subList(1, jars.size())) {
				UpgradeView begun = sample.endpoint().upgrade(jar.toString()).upgrade();
				sample.follow(begun.successor().pid());
				UpgradeView done = complete(sample, begun);
				System.out.println("Upgraded to " + jar.getFileName() + ": " + done.receipt().sessions());
				assertThat(done.receipt().sessions().leftBehind()).isZero();
				assertThat(done.receipt().sessions().unreadable()).isZero();
				Processes.awaitEnd(done.predecessor().pid(), LIMIT);
			}
			awaitAllVisited(clients);
			clients.stop();
			assertThat(clients.failures()).isEmpty();
		}
	}

	/** The predecessor began all of them, and so has a copy of each. */
	@Test
	void sessionsOfASuccessorThatIsKilledGoOnAsTheyWereGivenToIt() throws Exception {
		Extent.assumeFull();
		try (SampleInstance sample = SampleInstance.start(Sample.quick(this.directory), LIMIT);
				SessionClients clients = SessionClients.start(sample, SESSIONS)) {
			UpgradeView begun = sample.beginUpgrade();
			awaitSharing(sample);
			clients.expectSetback();
			Processes.signal(begun.successor().pid(), "KILL");
			UpgradeView ended = sample.awaitUpgrade(begun.id(), LIMIT);
			assertThat(ended.outcome()).as(ended.message()).isNotEqualTo("SUCCEEDED");
			awaitAllVisited(clients);
			clients.expectNothing();
			awaitAllVisited(clients);
			UpgradeView done = upgrade(sample);
			assertThat(done.receipt().sessions().leftBehind()).isZero();
			Processes.awaitEnd(done.predecessor().pid(), LIMIT);
			clients.stop();
			System.out.println("Set back by a killed successor: " + clients.setbacks());
			assertThat(clients.setbacks()).as("half of the sessions were there, as last given").isPositive();
			assertThat(clients.failures()).isEmpty();
		}
	}

	private static void awaitAllVisited(SessionClients clients) {
		int visits = clients.visits();
		Awaitility.await("visits of all sessions").atMost(LIMIT).until(() -> clients.visits() > visits + 2 * SESSIONS);
	}

	private static UpgradeView rollBack(SampleInstance sample) throws IOException {
		UpgradeView begun = sample.beginUpgrade();
		awaitSharing(sample);
		sample.endpoint().abort();
		UpgradeView ended = sample.awaitUpgrade(begun.id(), LIMIT);
		assertThat(ended.outcome()).as(ended.message()).isEqualTo("ABORTED");
		return ended;
	}

	private static UpgradeView upgrade(SampleInstance sample) throws IOException {
		return complete(sample, sample.beginUpgrade());
	}

	private static UpgradeView complete(SampleInstance sample, UpgradeView begun) throws IOException {
		awaitSharing(sample);
		sample.endpoint().proceed();
		UpgradeView ended = sample.awaitUpgrade(begun.id(), LIMIT);
		assertThat(ended.outcome()).as(ended.message()).isEqualTo("SUCCEEDED");
		return ended;
	}

	/** Until both have served each session a few times. */
	private static void awaitSharing(SampleInstance sample) {
		sample.endpoint().awaitStatus("connections to both instances", LIMIT, (status) -> {
			ShiftView shift = (status.upgrade() != null) ? status.upgrade().shift() : null;
			return shift != null && shift.waiting() && shift.accepted().successor() > SHARED_CONNECTIONS
					&& shift.accepted().predecessor() > SHARED_CONNECTIONS;
		});
	}

	private void removeClass(String name) throws IOException {
		Path jar = this.directory.resolve("app.jar");
		Path copy = Files.copy(jar, this.directory.resolve("next.jar"));
		try (FileSystem files = FileSystems.newFileSystem(copy)) {
			Files.delete(files.getPath(name));
		}
		Files.move(copy, jar, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
	}

}
