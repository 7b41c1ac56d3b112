package io.hotupgrade.workbench;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.StringJoiner;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import io.hotupgrade.loadmeter.InstanceActivity;
import io.hotupgrade.loadmeter.LoadMeter;
import io.hotupgrade.loadmeter.MeterReport;
import io.hotupgrade.loadmeter.process.StatusView;
import io.hotupgrade.loadmeter.process.UpgradeClient;

/**
 * Prints a line a second: who answers, how much, and what the endpoint says.
 */
final class DemoProgress implements AutoCloseable {

	private final LoadMeter meter;

	private final UpgradeClient endpoint;

	private final ScheduledExecutorService ticker = Executors.newSingleThreadScheduledExecutor((task) -> {
		Thread thread = new Thread(task, "progress");
		thread.setDaemon(true);
		return thread;
	});

	private final Map<String, Long> answersBefore = new HashMap<>();

	private final Map<String, String> versions = new HashMap<>();

	DemoProgress(LoadMeter meter, UpgradeClient endpoint) {
		this.meter = meter;
		this.endpoint = endpoint;
		this.ticker.scheduleWithFixedDelay(this::tick, 1, 1, TimeUnit.SECONDS);
	}

	void say(String text) {
		System.out.printf("%5.1f s  == %s%n", seconds(this.meter.report()), text);
	}

	private void tick() {
		try {
			String state = state();
			MeterReport report = this.meter.report();
			System.out.printf("%5.1f s  %-44s %8d requests, %d lost   %s%n", seconds(report), answers(report),
					report.requests(), report.lost(), state);
		}
		catch (RuntimeException ex) {
			// Thrown on, it would end the ticker without a word.
			System.out.println("No progress to show: " + ex);
		}
	}

	private String state() {
		try {
			StatusView status = this.endpoint.status();
			this.versions.put(Long.toString(status.pid()), status.version());
			return status.state();
		}
		catch (IOException ex) {
			return ex.getMessage();
		}
	}

	private String answers(MeterReport report) {
		StringJoiner answers = new StringJoiner(", ");
		for (InstanceActivity instance : report.instances().values()) {
			Long before = this.answersBefore.put(instance.instance(), instance.answers());
			long since = instance.answers() - ((before != null) ? before : 0);
			if (since > 0) {
				answers.add("%s (pid %s): %d/s".formatted(this.versions.getOrDefault(instance.instance(), "new"),
						instance.instance(), since));
			}
		}
		return answers.toString();
	}

	private static double seconds(MeterReport report) {
		return report.length().toNanos() / (double) Duration.ofSeconds(1).toNanos();
	}

	@Override
	public void close() {
		this.ticker.shutdownNow();
	}

}
