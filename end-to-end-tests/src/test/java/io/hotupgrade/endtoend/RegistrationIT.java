package io.hotupgrade.endtoend;

import java.nio.file.Path;
import java.time.Duration;

import io.hotupgrade.loadmeter.process.SampleInstance;
import io.hotupgrade.loadmeter.process.UpgradeView;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The entry in a service registry that both instances have, as host and port are the
 * same: made with Spring Cloud's own life cycle of a registration.
 */
class RegistrationIT {

	private static final Duration LIMIT = Duration.ofSeconds(120);

	@TempDir
	Path directory;

	@Test
	void serviceStaysRegisteredThroughUpgradesUntilItIsStopped() throws Exception {
		try (Registry registry = new Registry();
				SampleInstance sample = SampleInstance.start(NamesSample.in(this.directory)
					.withEnvironment("HOTUPGRADE_PROBATION", "3s")
					.withArguments("--registry.port=" + registry.port()), LIMIT)) {
			String id = "names-" + sample.port();
			awaitHeartbeat(registry, sample.first().pid());
			UpgradeView upgrade = sample.awaitUpgrade(sample.beginUpgrade().id(), LIMIT);
			assertThat(upgrade.outcome()).as(upgrade.message()).isEqualTo("SUCCEEDED");
			Processes.awaitEnd(upgrade.predecessor().pid(), LIMIT);
			assertThat(registry.removals()).isEmpty();
			awaitHeartbeat(registry, upgrade.successor().pid());
			assertThat(registry.has(id)).isTrue();

			UpgradeView aborted = abortInProbation(sample);
			assertThat(registry.removals()).isEmpty();
			awaitHeartbeat(registry, aborted.predecessor().pid());
			assertThat(registry.has(id)).isTrue();

			Processes.signal(aborted.predecessor().pid(), "TERM");
			Processes.awaitEnd(aborted.predecessor().pid(), LIMIT);
			assertThat(registry.removals()).containsExactly("%s by %d".formatted(id, aborted.predecessor().pid()));
		}
	}

	@Test
	void instanceWithAnIdOfItsOwnTakesItBack() throws Exception {
		Sample.configure(this.directory, "registry.id=names-first");
		try (Registry registry = new Registry();
				SampleInstance sample = SampleInstance
					.start(NamesSample.in(this.directory).withArguments("--registry.port=" + registry.port()), LIMIT)) {
			awaitHeartbeat(registry, sample.first().pid());
			Sample.configure(this.directory, "registry.id=names-second");
			UpgradeView upgrade = sample.awaitUpgrade(sample.beginUpgrade().id(), LIMIT);
			assertThat(upgrade.outcome()).as(upgrade.message()).isEqualTo("SUCCEEDED");
			Processes.awaitEnd(upgrade.predecessor().pid(), LIMIT);
			awaitHeartbeat(registry, upgrade.successor().pid());
			assertThat(registry.removals()).containsExactly("names-first by " + upgrade.predecessor().pid());
			assertThat(registry.has("names-second")).isTrue();
		}
	}

	private static UpgradeView abortInProbation(SampleInstance sample) throws Exception {
		UpgradeView begun = sample.beginUpgrade();
		sample.endpoint()
			.awaitStatus("probation", LIMIT,
					(status) -> status.pid() == begun.successor().pid() && "PROBATION".equals(status.state()));
		assertThat(sample.endpoint().abort().status()).isEqualTo(202);
		UpgradeView aborted = sample.awaitUpgrade(begun.id(), LIMIT);
		assertThat(aborted.outcome()).as(aborted.message()).isEqualTo("ABORTED");
		Processes.awaitEnd(aborted.successor().pid(), LIMIT);
		return aborted;
	}

	/** From now on. */
	private static void awaitHeartbeat(Registry registry, long pid) {
		registry.forget();
		Awaitility.await("heartbeat of " + pid).atMost(LIMIT).until(() -> registry.knows(pid));
	}

}
