package io.hotupgrade.workbench;

import io.hotupgrade.loadmeter.LatencySummary;

/**
 * What one upgrade showed.
 *
 * @param steady latency while nothing else runs
 * @param starting latency from the request for an upgrade to the switch
 * @param readyMillis how long that was
 */
record StartCostSample(LatencySummary steady, LatencySummary starting, double readyMillis) {

}
