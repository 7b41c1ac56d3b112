package io.hotupgrade.endtoend;

import java.nio.file.Path;
import java.time.Duration;

import io.hotupgrade.loadmeter.AsyncRequests;
import io.hotupgrade.loadmeter.Downloads;
import io.hotupgrade.loadmeter.Load;
import io.hotupgrade.loadmeter.LoadMeter;
import io.hotupgrade.loadmeter.MeterReport;
import io.hotupgrade.loadmeter.Uploads;
import io.hotupgrade.loadmeter.process.SampleInstance;
import io.hotupgrade.loadmeter.process.UpgradeView;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Transfers and asynchronous requests that take longer than everything else a drain does:
 * all of them end as they should, to the last byte.
 */
class LongWorkDrainIT {

	private static final int UPLOAD_BYTES = 2_000_000;

	@TempDir
	Path directory;

	@Test
	void longWorkEndsWell() throws Exception {
		Duration longest = Extent.transfer();
		try (SampleInstance sample = SampleInstance.start(Sample.quick(this.directory)
			.withArguments("--hotupgrade.drain.idle-timeout=500ms",
					"--hotupgrade.drain.timeout=" + longest.plusSeconds(30).toSeconds() + "s"),
				Leaving.LIMIT); LoadMeter meter = load(sample, longest)) {
			awaitAllInFlight(meter);
			UpgradeView ended = Leaving.UPGRADE.begin(sample).awaitEnd();
			assertThat(ended.receipt().requestsAtCommit()).isGreaterThanOrEqualTo(kinds(longest).length);
			assertThat(ended.receipt().requestsCut()).isZero();
			assertThat(meter.report().lost()).as(meter.report().table()).isZero();
			awaitAllInFlight(meter);
			Leaving.Departure departure = Leaving.SIGTERM.begin(sample);
			MeterReport report = meter.stop();
			departure.awaitEnd();
			System.out.println(report.table());
			assertThat(Leaving.cut(report)).as(report.table()).isZero();
		}
	}

	private static LoadMeter load(SampleInstance sample, Duration longest) {
		return LoadMeter.start(sample.target(), Leaving.LIMIT.multipliedBy(3), kinds(longest));
	}

	private static Load[] kinds(Duration longest) {
		int seconds = (int) longest.toSeconds();
		return new Load[] { new Downloads(4, seconds),
				new Uploads(3, UPLOAD_BYTES, longest, Uploads.Framing.CONTENT_LENGTH),
				new Uploads(3, UPLOAD_BYTES, longest, Uploads.Framing.CHUNKED),
				new AsyncRequests(AsyncRequests.Way.DEFERRED_RESULT, 2, 4),
				new AsyncRequests(AsyncRequests.Way.CALLABLE, 2, 4),
				new AsyncRequests(AsyncRequests.Way.STREAMING_BODY, 2, 4),
				new AsyncRequests(AsyncRequests.Way.EVENTS, 2, 4) };
	}

	private static void awaitAllInFlight(LoadMeter meter) {
		for (Load load : kinds(Extent.transfer())) {
			meter.awaitInFlight(load.kind(), 2, Leaving.LIMIT);
		}
	}

}
