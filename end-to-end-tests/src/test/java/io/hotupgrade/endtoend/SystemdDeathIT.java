package io.hotupgrade.endtoend;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import io.hotupgrade.loadmeter.process.StatusView;
import io.hotupgrade.loadmeter.process.UpgradeView;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Processes of a service are killed during an upgrade, under a real systemd: it ends the
 * service where the main process was killed, and not where it was another, and restarts
 * it in the end.
 */
@SystemdTest
class SystemdDeathIT {

	private final SystemdService service;

	private final DocumentedFile unit;

	SystemdDeathIT(SystemdService service) throws IOException {
		this.service = service;
		this.unit = DocumentedFile.in("systemd.md", "Type=notify");
	}

	@Test
	void deathOfTheMainProcessBesideASuccessorRestartsTheService() throws Exception {
		Extent.assumeFull();
		this.service.install(this.unit);
		this.service.configure(this.service.held("hotupgrade.probation=60s"));
		this.service.start();
		int restarts = 0;
		for (String phase : List.of("LAUNCHING", "STARTING", "SHIFTING", "PROBATION")) {
			long before = this.service.mainPid();
			this.service.reach(phase);
			this.service.kill("KILL", before);
			this.service.turnHealthy(true);
			StatusView status = this.service.awaitOther(before);
			assertThat(status.generation()).as(phase).isZero();
			assertThat(this.service.property("NRestarts")).as(phase).isEqualTo(Integer.toString(++restarts));
			assertThat(this.service.processes()).as(phase).containsExactly(Long.toString(status.pid()));
		}
		long before = this.service.mainPid();
		UpgradeView begun = this.service.reach("PROBATION");
		this.service.kill("KILL", begun.successor().pid());
		assertThat(this.service.awaitEnd(begun).reason()).isEqualTo("SUCCESSOR_EXITED");
		assertThat(this.service.mainPid()).isEqualTo(before);
		assertThat(this.service.property("NRestarts")).isEqualTo(Integer.toString(restarts));
	}

	/** Its parent, which drains, is not systemd, and so only that can tell. */
	@Test
	void deathOfTheMainProcessBesideADrainingPredecessorRestartsTheService() throws Exception {
		this.service.install(this.unit);
		this.service.configure(this.service.held("hotupgrade.probation=1s"));
		this.service.start();
		long predecessor = this.service.mainPid();
		try (HeldRequest held = this.service.reachDrain()) {
			this.service.await("new main process", () -> this.service.mainPid() != predecessor);
			long successor = this.service.mainPid();
			this.service.kill("KILL", successor);
			this.service.await("old main process", () -> this.service.mainPid() == predecessor);
			assertThat(this.service.status()).contains("(pid %d) has ended".formatted(successor));
			assertThat(held.finish()).contains("200");
			assertThat(this.service.awaitOther(predecessor).generation()).isZero();
			assertThat(this.service.property("NRestarts")).isEqualTo("1");
		}
	}

	/** Its engine has ended, but it is still the parent, which nobody can tell of it. */
	@Test
	void deathOfTheMainProcessBesideAPredecessorThatExitsRestartsTheService() throws Exception {
		this.service.install(this.unit);
		Path linger = Files.createFile(this.service.directory().resolve("linger"));
		this.service.configure("hotupgrade.probation=1s",
				"sample.linger-file=" + NspawnMachine.SHARED + "/" + linger.getFileName());
		this.service.start();
		long predecessor = this.service.mainPid();
		UpgradeView ended = this.service.awaitEnd(this.service.begin());
		assertThat(ended.outcome()).as(ended.message()).isEqualTo("SUCCEEDED");
		this.service.await("predecessor that exits",
				() -> this.service.journal().contains("Process %d lingers".formatted(predecessor)));
		long successor = this.service.mainPid();
		assertThat(successor).isEqualTo(ended.successor().pid());
		this.service.kill("KILL", successor);
		// The hook that waits does not keep it from ending.
		StatusView restarted = this.service.awaitOther(successor);
		assertThat(restarted.generation()).isZero();
		assertThat(this.service.property("NRestarts")).isEqualTo("1");
		Files.delete(linger);
	}

	@Test
	void orderlyEndOfTheMainProcessBesideADrainingPredecessorIsTheEndOfTheService() throws Exception {
		Extent.assumeFull();
		this.service.install(this.unit);
		this.service.configure(this.service.held("hotupgrade.probation=1s"));
		this.service.start();
		long predecessor = this.service.mainPid();
		try (HeldRequest held = this.service.reachDrain()) {
			this.service.await("new main process", () -> this.service.mainPid() != predecessor);
			this.service.kill("TERM", this.service.mainPid());
			this.service.await("old main process", () -> this.service.mainPid() == predecessor);
			assertThat(held.finish()).contains("200");
			this.service.await("end of the service", () -> this.service.property("ActiveState").equals("inactive"));
			assertThat(this.service.property("NRestarts")).isEqualTo("0");
		}
	}

	@Test
	void deathOfThePredecessorThatDrainsChangesNothing() throws Exception {
		this.service.install(this.unit);
		this.service.configure(this.service.held("hotupgrade.probation=1s"));
		this.service.start();
		long predecessor = this.service.mainPid();
		try (HeldRequest held = this.service.reachDrain()) {
			this.service.await("new main process", () -> this.service.mainPid() != predecessor);
			this.service.kill("KILL", predecessor);
			StatusView status = this.service.awaitOther(predecessor);
			assertThat(status.generation()).isOne();
			assertThat(this.service.property("NRestarts")).isEqualTo("0");
			assertThat(held.finish()).isEmpty();
		}
	}

}
