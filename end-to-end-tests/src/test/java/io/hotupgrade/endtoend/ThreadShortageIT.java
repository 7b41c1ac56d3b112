package io.hotupgrade.endtoend;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import io.hotupgrade.loadmeter.process.EndpointAnswer;
import io.hotupgrade.loadmeter.process.SampleInstance;
import io.hotupgrade.loadmeter.process.UpgradeView;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The system has no process or thread left for a launch, or too few (EAGAIN): whatever it
 * is that fails for that, the upgrade ends and says why, and the next one can begin.
 */
@Tag("root")
class ThreadShortageIT {

	private static final Duration LIMIT = Duration.ofSeconds(90);

	/** Far less than the time limit of a launch, which would end it, too. */
	private static final Duration SOON = Duration.ofSeconds(40);

	/**
	 * Enough for none, for a thread of this process but not for another process, and for
	 * the other process but not for the threads that go with it.
	 */
	private static final List<Integer> ROOMS = List.of(0, 1, 2, 3, 5);

	/** More than the server has threads that it starts only when they are needed. */
	private static final int REQUESTS = 50;

	@TempDir
	Path directory;

	@Test
	void launchWithoutAThreadFailsAndTheNextSucceeds() throws Exception {
		try (TaskGroup group = TaskGroup.create();
				SampleInstance sample = SampleInstance.start(
						Sample.quick(this.directory)
							.withJavaHome(JavaScript.write(this.directory, group.joining() + "exec %s \"$@\"")),
						LIMIT)) {
			for (int request = 0; request < REQUESTS; request++) {
				sample.endpoint().status();
			}
			for (int room : ROOMS) {
				group.limit(room);
				EndpointAnswer answer = sample.endpoint().upgrade();
				System.out.println("Room for " + room + ": " + answer);
				if (answer.status() == 202) {
					assertFails(sample, sample.awaitUpgrade(answer.upgrade().id(), SOON));
				}
				else {
					assertThat(answer.refusal()).as(String.join("\n", sample.first().lastOutput())).isNotEmpty();
				}
				assertThat(sample.isServing()).isTrue();
				group.unlimit();
			}
			UpgradeView good = sample.awaitUpgrade(sample.beginUpgrade().id(), LIMIT);
			assertThat(good.outcome()).as(good.message()).isEqualTo("SUCCEEDED");
		}
	}

	private static void assertFails(SampleInstance sample, UpgradeView ended) throws IOException {
		System.out.println(ended.outcome() + " " + ended.reason() + " " + ended.message());
		assertThat(ended.outcome()).isEqualTo("FAILED");
		assertThat(ended.reason()).isIn("LAUNCH_FAILED", "INTERNAL_ERROR", "SUCCESSOR_EXITED");
		assertThat(ended.message()).isNotEmpty();
		assertThat(Files.readString(sample.first().output())).contains(ended.message());
		Awaitility.await("one process left").atMost(LIMIT).until(() -> sample.family().count() == 1);
	}

}
