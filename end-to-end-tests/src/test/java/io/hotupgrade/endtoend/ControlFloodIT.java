package io.hotupgrade.endtoend;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import io.hotupgrade.loadmeter.process.JavaProcess;
import io.hotupgrade.loadmeter.process.SampleInstance;
import io.hotupgrade.loadmeter.process.UpgradeView;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A process of the same user floods the control socket of an instance that has hardly any
 * memory to spare: the flood is slowed, or its sender given up, and the instance serves
 * and can be upgraded.
 */
class ControlFloodIT {

	private static final Duration LIMIT = Duration.ofSeconds(90);

	private static final String APPLICATION = "hotupgrade-sample";

	/** A multiple of what the instance has. */
	private static final int MEGABYTES = 256;

	@TempDir
	Path directory;

	@Test
	void floodHurtsNobody() throws Exception {
		try (SampleInstance sample = SampleInstance.start(Sample.quick(this.directory).withJvmArguments("-Xmx64m"),
				LIMIT)) {
			UpgradeView slowed = slowed(sample);
			assertThat(slowed.outcome()).as(slowed.message()).isEqualTo("FAILED");
			UpgradeView givenUp = givenUp(sample);
			assertThat(givenUp.outcome()).as(givenUp.message()).isEqualTo("FAILED");
			assertThat(givenUp.reason()).as(givenUp.message()).isEqualTo("CHANNEL_CLOSED");
			assertThat(Files.readString(sample.first().output())).doesNotContain("OutOfMemoryError");
			UpgradeView next = sample.awaitUpgrade(sample.beginUpgrade().id(), LIMIT);
			assertThat(next.outcome()).as(next.message()).isEqualTo("SUCCEEDED");
		}
	}

	/** What means nothing is read as fast as it can be dealt with. */
	private UpgradeView slowed(SampleInstance sample) throws Exception {
		try (JavaProcess flooder = flood(sample, Flooder.Message.IGNORED)) {
			flooder.await("flood", LIMIT, () -> {
				assertThat(sample.isServing()).isTrue();
				return flooder.lastOutput().contains(MEGABYTES + " MB");
			});
		}
		return awaitEnd(sample, 1);
	}

	/** The answers to what means something are not read. */
	private UpgradeView givenUp(SampleInstance sample) throws Exception {
		try (JavaProcess flooder = flood(sample, Flooder.Message.ANSWERED)) {
			UpgradeView ended = awaitEnd(sample, 2);
			assertThat(flooder.awaitExit(LIMIT)).isTrue();
			return ended;
		}
	}

	private static UpgradeView awaitEnd(SampleInstance sample, int upgrades) {
		return sample.endpoint()
			.awaitStatus("end of the upgrade", LIMIT,
					(status) -> status.history().size() == upgrades && status.upgrade() == null)
			.history()
			.get(0);
	}

	private JavaProcess flood(SampleInstance sample, Flooder.Message message) throws IOException {
		Path socket = Sample.awaitControlSocket(this.directory, sample.first());
		String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
		return JavaProcess.startBy(
				Sample.quick(this.directory).withWorkDirectory(Files.createTempDirectory(this.directory, "flooder")),
				List.of(java, "-Xmx64m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp",
						System.getProperty("java.class.path"), Flooder.class.getName(), socket.toString(), APPLICATION,
						Integer.toString(sample.port()), message.name()));
	}

}
