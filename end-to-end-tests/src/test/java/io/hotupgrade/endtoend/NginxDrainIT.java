package io.hotupgrade.endtoend;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import io.hotupgrade.loadmeter.KeptAliveClients;
import io.hotupgrade.loadmeter.LoadMeter;
import io.hotupgrade.loadmeter.MeterReport;
import io.hotupgrade.loadmeter.NewConnections;
import io.hotupgrade.loadmeter.SlowRequests;
import io.hotupgrade.loadmeter.Uploads;
import io.hotupgrade.loadmeter.process.SampleInstance;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * nginx in front, with its pool of kept-alive connections to the sample: no 502 in its
 * log, although it repeats nothing.
 */
class NginxDrainIT {

	@TempDir
	Path directory;

	@Test
	void upgradesAreNoBadGateway() throws Exception {
		assumeTrue(Nginx.find().isPresent(), "nginx is not installed: apt-get install nginx-light");
		Path own = Files.createDirectory(this.directory.resolve("nginx"));
		try (SampleInstance sample = SampleInstance
			.start(Sample.quick(this.directory).withArguments("--hotupgrade.drain.idle-timeout=1s"), Leaving.LIMIT);
				Nginx nginx = Nginx.start(Nginx.find().orElseThrow(), own, sample.port());
				LoadMeter meter = load(nginx)) {
			meter.awaitRequests(500, Leaving.LIMIT);
			for (int upgrade = 0; upgrade < Extent.upgrades(); upgrade++) {
				Leaving.UPGRADE.begin(sample).awaitEnd();
			}
			MeterReport upgraded = meter.report();
			System.out.println(upgraded.table());
			assertThat(upgraded.lost()).as(upgraded.table()).isZero();
			assertThat(nginx.accessLog()).allMatch((line) -> line.startsWith("200 200 "));
			assertThat(nginx.errorLog()).isEmpty();
			Leaving.SIGTERM.begin(sample).awaitEnd();
			meter.stop();
			nginx.stop();
			assertOnlyRefused(nginx.errorLog());
		}
	}

	private static LoadMeter load(Nginx nginx) {
		return LoadMeter.start(nginx.target(), Leaving.LIMIT.multipliedBy(2), new NewConnections(50),
				new KeptAliveClients(20, Duration.ofMillis(100)), new SlowRequests(10, Duration.ofSeconds(1)),
				new Uploads(2, 100_000, Duration.ofSeconds(1), Uploads.Framing.CHUNKED));
	}

	/** When nobody listens any more, nginx has nothing else to say. */
	private static void assertOnlyRefused(List<String> errors) {
		assertThat(errors).allMatch((line) -> line.contains("connect() failed (111: "));
	}

}
