package io.hotupgrade.workbench;

import java.util.Arrays;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * What one run of one variant showed.
 *
 * @param keptAliveRate requests a second on kept-alive connections
 * @param keptAliveP99 their 99th percentile in milliseconds
 * @param keptAliveCpu processor time that the process spent on each, in microseconds
 * @param connectionRate requests a second, each on a new connection
 * @param connectionP99 their 99th percentile in milliseconds
 * @param connectionCpu processor time that the process spent on each, in microseconds
 * @param residentMegabytes resident memory after the load
 */
record OverheadSample(double keptAliveRate, double keptAliveP99, double keptAliveCpu, double connectionRate,
		double connectionP99, double connectionCpu, double residentMegabytes) {

	@Override
	public String toString() {
		return Arrays.stream(Metric.values())
			.map((metric) -> "%s %.1f".formatted(metric.label(), metric.of(this)))
			.collect(Collectors.joining("; "));
	}

	/**
	 * A number that is compared.
	 */
	enum Metric {

		KEPT_ALIVE_RATE("kept-alive, requests/s", OverheadSample::keptAliveRate),

		KEPT_ALIVE_P99("kept-alive, p99 ms", OverheadSample::keptAliveP99),

		KEPT_ALIVE_CPU("kept-alive, CPU us/request", OverheadSample::keptAliveCpu),

		CONNECTION_RATE("new connections, requests/s", OverheadSample::connectionRate),

		CONNECTION_P99("new connections, p99 ms", OverheadSample::connectionP99),

		CONNECTION_CPU("new connections, CPU us/request", OverheadSample::connectionCpu),

		RESIDENT("resident memory, MB", OverheadSample::residentMegabytes);

		private final String label;

		private final ToDoubleFunction<OverheadSample> value;

		Metric(String label, ToDoubleFunction<OverheadSample> value) {
			this.label = label;
			this.value = value;
		}

		String label() {
			return this.label;
		}

		double of(OverheadSample sample) {
			return this.value.applyAsDouble(sample);
		}

	}

}
