package io.hotupgrade.workbench;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import io.hotupgrade.loadmeter.MeterReport;
import io.hotupgrade.loadmeter.Outcome;

/**
 * Counts how upgrades end and what clients lose, and prints a line for each upgrade.
 */
final class ChaosTally {

	private final Map<String, Integer> endings = new TreeMap<>();

	private long explained;

	private long unexplained;

	private long requests;

	/**
	 * Counts an upgrade.
	 * @param number its number
	 * @param disturbance what was done to it, for people
	 * @param ending how it ended
	 * @param explains the ways in which requests may have been lost
	 * @param clients what clients saw
	 */
	void add(int number, String disturbance, String ending, Set<Outcome> explains, MeterReport clients) {
		long lost = clients.lost();
		long held = explains.stream().mapToLong(clients::count).sum();
		this.endings.merge(ending, 1, Integer::sum);
		this.explained += held;
		this.unexplained += lost - held;
		this.requests += clients.requests();
		System.out.printf("%4d  %-48s %-32s %5.1f s  lost %d, unexplained %d%n", number, disturbance, ending,
				clients.length().toMillis() / 1000.0, lost, lost - held);
		if (lost > held) {
			clients.losses().forEach((loss) -> System.out.println("      " + loss));
		}
	}

	/**
	 * How many upgrades no instance remembers.
	 */
	int forgotten() {
		return this.endings.getOrDefault(ChaosStage.NOT_REMEMBERED, 0);
	}

	long unexplained() {
		return this.unexplained;
	}

	void print() {
		System.out.println();
		this.endings.forEach((ending, count) -> System.out.printf("%5d  %s%n", count, ending));
		System.out.printf("%d requests; %d lost that a killed or stopped process held, %d lost otherwise%n",
				this.requests, this.explained, this.unexplained);
	}

}
