package io.hotupgrade.benchmarks;

import java.time.Duration;

import io.hotupgrade.loadmeter.Load;
import io.hotupgrade.loadmeter.NewConnections;
import io.hotupgrade.loadmeter.PacedKeptAliveClients;

/**
 * The load, and for how long.
 *
 * @param rate new connections a second, each for one request
 * @param clients clients that keep their connection
 * @param period the time from one request of such a client to its next
 * @param warmup how long the old version is under load before it is measured
 * @param steady how long it is measured before the trigger
 * @param settle how long the new one is measured when it serves and the old one is gone
 */
record LoadSettings(int rate, int clients, Duration period, Duration warmup, Duration steady, Duration settle) {

	Load[] loads() {
		return new Load[] { new NewConnections(this.rate), new PacedKeptAliveClients(this.clients, this.period) };
	}

}
