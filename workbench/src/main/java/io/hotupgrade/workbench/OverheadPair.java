package io.hotupgrade.workbench;

/**
 * What two applications showed that ran beside each other and were loaded by turns. Only
 * those of one pair can be compared: the next one finds another machine.
 *
 * @param with what the one with the starter showed
 * @param without what the one without it showed
 */
record OverheadPair(OverheadSample with, OverheadSample without) {

	double ratio(OverheadSample.Metric metric) {
		return metric.of(this.with) / metric.of(this.without);
	}

}
