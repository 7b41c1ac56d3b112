package io.hotupgrade.workbench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

import io.hotupgrade.loadmeter.Load;
import io.hotupgrade.loadmeter.LoadMeter;
import io.hotupgrade.loadmeter.MeterReport;
import io.hotupgrade.loadmeter.process.SampleDirectory;
import io.hotupgrade.loadmeter.process.SampleInstance;

/**
 * One of the two running applications that are compared, and what was measured of it.
 */
final class OverheadSubject implements AutoCloseable {

	private static final Duration START_TIMEOUT = Duration.ofMinutes(1);

	private final SampleInstance sample;

	private final List<Turn> keptAlive = new ArrayList<>();

	private final List<Turn> connections = new ArrayList<>();

	private OverheadSubject(SampleInstance sample) {
		this.sample = sample;
	}

	static OverheadSubject start(SampleDirectory directory) {
		return new OverheadSubject(SampleInstance.start(directory.launch(), START_TIMEOUT));
	}

	List<Turn> keptAlive() {
		return this.keptAlive;
	}

	List<Turn> connections() {
		return this.connections;
	}

	/**
	 * Loads the application for a while. The processor time says more than the rate where
	 * the load takes part of the processors.
	 * @param load the load
	 * @param duration how long
	 * @return what was measured
	 */
	Turn load(Load load, Duration duration) {
		Duration before = processorTime();
		try (LoadMeter meter = LoadMeter.start(this.sample.target(), duration, load)) {
			MeterReport report = meter.awaitEnd();
			if (report.lost() > 0) {
				throw new IllegalStateException("Requests were lost, so that rates say nothing:\n" + report.table());
			}
			return new Turn(report.requests(), report.requests() / (report.length().toNanos() / 1e9),
					report.latency().p99().toNanos() / 1e6, processorTime().minus(before));
		}
	}

	private Duration processorTime() {
		return ProcessHandle.of(this.sample.first().pid())
			.flatMap((process) -> process.info().totalCpuDuration())
			.orElseThrow(() -> new IllegalStateException("The sample is gone, or its processor time cannot be read"));
	}

	OverheadSample sample() throws IOException {
		return new OverheadSample(median(this.keptAlive, Turn::rate), median(this.keptAlive, Turn::p99),
				cpuMicros(this.keptAlive), median(this.connections, Turn::rate), median(this.connections, Turn::p99),
				cpuMicros(this.connections),
				ProcessFootprint.of(this.sample.first().pid()).residentKilobytes() / 1_024.0);
	}

	private static double median(List<Turn> turns, ToDoubleFunction<Turn> value) {
		return OverheadComparison.median(turns.stream().mapToDouble(value).sorted().toArray());
	}

	/** Of all turns: the kernel counts in hundredths of a second, too coarse for one. */
	private static double cpuMicros(List<Turn> turns) {
		double nanos = turns.stream().map(Turn::cpu).mapToLong(Duration::toNanos).sum();
		return nanos / 1e3 / turns.stream().mapToLong(Turn::requests).sum();
	}

	@Override
	public void close() {
		this.sample.close();
	}

	/**
	 * What a load showed.
	 *
	 * @param requests requests
	 * @param rate requests a second
	 * @param p99 99th percentile of the latency in milliseconds
	 * @param cpu processor time of the application
	 */
	record Turn(long requests, double rate, double p99, Duration cpu) {

	}

}
