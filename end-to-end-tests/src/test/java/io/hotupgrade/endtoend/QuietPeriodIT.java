package io.hotupgrade.endtoend;

import java.nio.file.Path;
import java.time.Duration;

import io.hotupgrade.loadmeter.process.Cell;
import io.hotupgrade.loadmeter.process.JavaLaunch;
import io.hotupgrade.loadmeter.process.SampleInstance;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How long the threads of Reactor Netty wait for more before a process ends is the
 * application's to say, with the starter as without it.
 */
class QuietPeriodIT {

	private static final Duration LIMIT = Duration.ofSeconds(60);

	private static final Duration LONG = Duration.ofSeconds(10);

	@TempDir
	Path directory;

	@Test
	void processEndsAfterTheQuietPeriodAndAtOnceWithoutOne() {
		Extent.assumeFull();
		assertThat(timeToStop(Duration.ZERO)).as("far from the longer one, whatever else the machine does")
			.isLessThan(LONG.dividedBy(2));
		assertThat(timeToStop(LONG)).isGreaterThanOrEqualTo(LONG);
	}

	private Duration timeToStop(Duration quietPeriod) {
		JavaLaunch launch = Sample.quick(Cell.NETTY_BOOT4, this.directory)
			.withArguments("--spring.reactor.netty.shutdown-quiet-period=" + quietPeriod,
					"--hotupgrade.drain.idle-timeout=0s");
		try (SampleInstance sample = SampleInstance.start(launch, LIMIT)) {
			long begun = System.nanoTime();
			sample.first().terminate();
			assertThat(sample.first().awaitExit(LIMIT)).isTrue();
			return Duration.ofNanos(System.nanoTime() - begun);
		}
	}

}
