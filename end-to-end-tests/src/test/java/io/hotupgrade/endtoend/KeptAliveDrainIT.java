package io.hotupgrade.endtoend;

import java.nio.file.Path;
import java.time.Duration;

import io.hotupgrade.loadmeter.KeptAliveClients;
import io.hotupgrade.loadmeter.LoadMeter;
import io.hotupgrade.loadmeter.MeterReport;
import io.hotupgrade.loadmeter.process.SampleInstance;
import io.hotupgrade.loadmeter.process.UpgradeView;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Clients that keep their connection and think between two requests, some of them for
 * longer than a drain keeps idle connections: what is closed is closed between two
 * requests, never under one.
 */
class KeptAliveDrainIT {

	@TempDir
	Path directory;

	@Test
	void noConnectionIsClosedUnderARequest() throws Exception {
		try (SampleInstance sample = SampleInstance
			.start(Sample.quick(this.directory).withArguments("--hotupgrade.drain.idle-timeout=1s"), Leaving.LIMIT);
				LoadMeter meter = LoadMeter.start(sample.target(), Leaving.LIMIT.multipliedBy(2),
						new KeptAliveClients(100, Duration.ofMillis(300)),
						new KeptAliveClients(100, Duration.ofSeconds(3)))) {
			meter.awaitRequests(500, Leaving.LIMIT);
			for (int upgrade = 0; upgrade < Extent.upgrades(); upgrade++) {
				UpgradeView ended = Leaving.UPGRADE.begin(sample).awaitEnd();
				assertThat(ended.receipt().requestsCut()).isZero();
			}
			MeterReport upgraded = meter.report();
			System.out.println(upgraded.table());
			assertThat(upgraded.lost()).as(upgraded.table()).isZero();
			assertThat(upgraded.closedIdle()).isPositive();
			Leaving.SIGTERM.begin(sample).awaitEnd();
			MeterReport stopped = meter.stop();
			System.out.println(stopped.table());
			assertThat(Leaving.cut(stopped)).as(stopped.table()).isZero();
		}
	}

}
