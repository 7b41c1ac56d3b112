package io.hotupgrade.engine;

import java.time.Duration;
import java.util.function.Consumer;

import io.hotupgrade.internal.control.ControlMessage;
import io.hotupgrade.server.RequestMeter;

/**
 * Tells the predecessor once a second what has come to this successor. Used on the
 * engine's thread only.
 */
final class TrafficReporter {

	static final Duration PERIOD = Duration.ofSeconds(1);

	private final Servers servers;

	private final RequestMeter meter;

	private final boolean measures;

	private final EngineScheduler scheduler;

	private final Consumer<ControlMessage> send;

	private boolean running;

	/**
	 * Creates a reporter that has not begun.
	 * @param servers count connections
	 * @param meter counts requests
	 * @param measures whether requests are counted at all
	 * @param scheduler runs it
	 * @param send sends to the predecessor
	 */
	TrafficReporter(Servers servers, RequestMeter meter, boolean measures, EngineScheduler scheduler,
			Consumer<ControlMessage> send) {
		this.servers = servers;
		this.meter = meter;
		this.measures = measures;
		this.scheduler = scheduler;
		this.send = send;
	}

	/**
	 * Reports at once; the first time also from now on.
	 */
	void report() {
		if (!this.running) {
			this.running = true;
			if (this.measures) {
				this.meter.start();
			}
			this.scheduler.schedule(this::reportRegularly, PERIOD);
		}
		this.send.accept(new ControlMessage.Traffic(this.servers.accepted(), this.meter.statistics()));
	}

	void stop() {
		if (this.running) {
			this.running = false;
			this.meter.stop();
		}
	}

	private void reportRegularly() {
		if (this.running) {
			this.scheduler.schedule(this::reportRegularly, PERIOD);
			report();
		}
	}

}
