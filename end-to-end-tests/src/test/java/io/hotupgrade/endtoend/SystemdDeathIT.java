package io.hotupgrade.endtoend;

import java.nio.file.Path;
import java.util.List;

import io.hotupgrade.loadmeter.process.StatusView;
import io.hotupgrade.loadmeter.process.UpgradeView;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Processes of a service are killed during an upgrade, under a real systemd: it ends the
 * service where the main process was killed, and not where it was another, and restarts
 * it in the end.
 */
@Tag("root")
@Timeout(600)
class SystemdDeathIT {

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

	@Test
	void deathOfTheMainProcessBesideASuccessorRestartsTheService() throws Exception {
		Extent.assumeFull();
		service.turnHealthy(true);
		service.install(unit);
		service.configure(service.held("hotupgrade.probation=60s"));
		service.start();
		int restarts = 0;
		for (String phase : List.of("LAUNCHING", "STARTING", "SHIFTING", "PROBATION")) {
			long before = service.mainPid();
			service.reach(phase);
			service.kill("KILL", before);
			service.turnHealthy(true);
			StatusView status = service.awaitOther(before);
			assertThat(status.generation()).as(phase).isZero();
			assertThat(service.property("NRestarts")).as(phase).isEqualTo(Integer.toString(++restarts));
			assertThat(service.processes()).as(phase).containsExactly(Long.toString(status.pid()));
		}
		long before = service.mainPid();
		UpgradeView begun = service.reach("PROBATION");
		service.kill("KILL", begun.successor().pid());
		assertThat(service.awaitEnd(begun).reason()).isEqualTo("SUCCESSOR_EXITED");
		assertThat(service.mainPid()).isEqualTo(before);
		assertThat(service.property("NRestarts")).isEqualTo(Integer.toString(restarts));
	}

	/** Its parent, which drains, is not systemd, and so only that can tell. */
	@Test
	void deathOfTheMainProcessBesideADrainingPredecessorRestartsTheService() throws Exception {
		service.turnHealthy(true);
		service.install(unit);
		service.configure(service.held("hotupgrade.probation=1s"));
		service.start();
		long predecessor = service.mainPid();
		try (HeldRequest held = service.reachDrain()) {
			service.await("new main process", () -> service.mainPid() != predecessor);
			long successor = service.mainPid();
			service.kill("KILL", successor);
			service.await("old main process", () -> service.mainPid() == predecessor);
			assertThat(service.status()).contains("(pid %d) has ended".formatted(successor));
			assertThat(held.finish()).contains("200");
			assertThat(service.awaitOther(predecessor).generation()).isZero();
			assertThat(service.property("NRestarts")).isEqualTo("1");
		}
	}

	@Test
	void deathOfThePredecessorThatDrainsChangesNothing() throws Exception {
		service.turnHealthy(true);
		service.install(unit);
		service.configure(service.held("hotupgrade.probation=1s"));
		service.start();
		long predecessor = service.mainPid();
		try (HeldRequest held = service.reachDrain()) {
			service.await("new main process", () -> service.mainPid() != predecessor);
			service.kill("KILL", predecessor);
			StatusView status = service.awaitOther(predecessor);
			assertThat(status.generation()).isOne();
			assertThat(service.property("NRestarts")).isEqualTo("0");
			assertThat(held.finish()).isEmpty();
		}
	}

}
