package io.hotupgrade.workbench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import io.hotupgrade.loadmeter.process.SampleInstance;
import io.hotupgrade.loadmeter.process.UpgradeView;
import io.hotupgrade.loadmeter.program.Pause;

/**
 * The memory of all processes of an application, in megabytes; what several of them have
 * in common counts once.
 *
 * @param before of the predecessor alone
 * @param most the most that was seen during the upgrade
 * @param after of the successor alone
 */
record UpgradeMemory(double before, double most, double after) {

	private static final Duration PERIOD = Duration.ofMillis(100);

	private static final Duration UPGRADE_TIMEOUT = Duration.ofMinutes(3);

	static UpgradeMemory measure(SampleInstance sample) throws IOException, InterruptedException {
		double before = megabytes(sample);
		UpgradeView begun = sample.beginUpgrade();
		double most = before;
		long deadline = System.nanoTime() + UPGRADE_TIMEOUT.toNanos();
		while (System.nanoTime() < deadline && isOld(sample)) {
			most = Math.max(most, megabytes(sample));
			Pause.of(PERIOD);
		}
		UpgradeView ended = sample.awaitUpgrade(begun.id(), UPGRADE_TIMEOUT);
		if (!"SUCCEEDED".equals(ended.outcome())) {
			throw new IOException("The upgrade has not succeeded: " + ended.message());
		}
		return new UpgradeMemory(before, most, megabytes(sample));
	}

	private static boolean isOld(SampleInstance sample) {
		return sample.first().isAlive();
	}

	private static double megabytes(SampleInstance sample) {
		return sample.running().mapToLong((process) -> proportionalKilobytes(process.pid())).sum() / 1024.0;
	}

	/** Nothing of a process that has ended meanwhile. */
	private static long proportionalKilobytes(long pid) {
		try {
			return proportionalKilobytes(Files.readString(Path.of("/proc", Long.toString(pid), "smaps_rollup"),
					StandardCharsets.ISO_8859_1));
		}
		catch (IOException ex) {
			return 0;
		}
	}

	static long proportionalKilobytes(String smapsRollup) {
		return smapsRollup.lines()
			.filter((line) -> line.startsWith("Pss:"))
			.mapToLong((line) -> Long.parseLong(line.replaceAll("\\D", "")))
			.sum();
	}

}
