package io.hotupgrade.internal.control;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How many requests took how long: each latency with its limit, so that two releases need
 * not cut them alike.
 */
record LatenciesFormat() implements ComponentFormat<SortedMap<Long, Long>> {

	@Override
	public void write(String name, SortedMap<Long, Long> latencies, FieldWriter out) {
		out.list(name, latencies.entrySet(), (latency, item) -> {
			item.number("micros", latency.getKey());
			item.number("count", latency.getValue());
		});
	}

	@Override
	public SortedMap<Long, Long> read(String name, FieldReader in) throws ControlProtocolException {
		SortedMap<Long, Long> latencies = new TreeMap<>();
		in.list(name, (item) -> Map.entry(item.number("micros"), item.number("count")))
			.forEach((latency) -> latencies.merge(latency.getKey(), latency.getValue(), Long::sum));
		return latencies;
	}

}
