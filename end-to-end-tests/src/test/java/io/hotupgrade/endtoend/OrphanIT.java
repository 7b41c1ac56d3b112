package io.hotupgrade.endtoend;

import java.nio.file.Files;
import java.nio.file.Path;

import io.hotupgrade.loadmeter.process.SampleInstance;
import io.hotupgrade.loadmeter.process.UpgradeView;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The new instance ends after it has taken over, while the old one lets its clients
 * finish, so that nobody is left to serve.
 */
class OrphanIT {

	private static final String UPLOAD_BEGUN = "POST /upload HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\n01234";

	private static final String UPLOAD_REST = "56789";

	private static final String ORPHANED = "has ended after it had taken over, and nobody accepts connections";

	@TempDir
	Path directory;

	@Test
	void deathMakesThePredecessorEndAsFailed() throws Exception {
		assertThat(outputAfter("KILL", 1)).contains(ORPHANED);
	}

	@Test
	void orderlyStopLeavesThePredecessorToEndInOrder() throws Exception {
		Extent.assumeFull();
		assertThat(outputAfter("TERM", 0)).doesNotContain(ORPHANED, " ERROR ");
	}

	private String outputAfter(String signal, int exitCode) throws Exception {
		try (SampleInstance sample = SampleInstance.start(Sample.quick(this.directory), Leaving.LIMIT);
				RawClient client = RawClient.connect(sample).send(UPLOAD_BEGUN)) {
			UpgradeView begun = sample.beginUpgrade();
			long successor = sample.endpoint()
				.awaitStatus("drain of the predecessor", Leaving.LIMIT,
						(status) -> status.pid() != begun.predecessor().pid() && status.state().equals("DRAINING"))
				.pid();
			Processes.signal(successor, signal);
			Processes.awaitEnd(successor, Leaving.LIMIT);
			assertThat(client.send(UPLOAD_REST).receiveAll()).contains(" 200 ");
			assertThat(sample.first().awaitExit(Leaving.LIMIT)).isTrue();
			assertThat(sample.first().exitCode()).hasValue(exitCode);
			return Files.readString(sample.first().output());
		}
	}

}
