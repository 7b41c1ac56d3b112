package io.hotupgrade.endtoend;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import io.hotupgrade.loadmeter.process.SampleInstance;
import io.hotupgrade.loadmeter.process.UpgradeView;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A burst of connections that the kernel establishes while the predecessor is held, as a
 * long pause holds it: when it goes on, it finds them in its accept queue together with
 * the news that the successor is ready, and has to serve them all before it closes its
 * listener. That a plain close loses what waits there is shown by the core's
 * {@code ListenerCloseTests}.
 */
class BurstIT {

	private static final Duration LIMIT = Duration.ofSeconds(90);

	private static final int CONNECTIONS = 600;

	@TempDir
	Path directory;

	@Test
	void connectionsInTheAcceptQueueAreServed() throws Exception {
		try (SampleInstance sample = SampleInstance.start(Sample.in(this.directory)
			.withArguments("--hotupgrade.probation=0s")
			.withArguments(Sample.settings().acceptQueue(2 * CONNECTIONS)), LIMIT)) {
			UpgradeView begun = sample.beginUpgrade();
			sample.endpoint()
				.awaitStatus("successor that listens", LIMIT, (status) -> status.state().equals("STARTING"));
			long predecessor = begun.predecessor().pid();
			Processes.signal(predecessor, "STOP");
			awaitStarted(predecessor + "-" + begun.id() + ".out");
			try (Burst burst = Burst.connect(sample.port(), CONNECTIONS)) {
				Processes.signal(predecessor, "CONT");
				UpgradeView ended = sample.awaitUpgrade(begun.id(), LIMIT);
				System.out.println(ended);
				assertThat(ended.outcome()).as(ended.message()).isEqualTo("SUCCEEDED");
				assertThat(burst.served()).isEqualTo(CONNECTIONS);
			}
		}
	}

	/**
	 * Waits until the successor is about to report that it is ready, which the
	 * predecessor will learn together with the burst.
	 */
	private void awaitStarted(String capture) {
		Path output = this.directory.resolve("control").resolve(capture);
		Awaitility.await("start of the successor")
			.atMost(LIMIT)
			.until(() -> Files.readString(output).contains("Started SampleApplication"));
	}

}
