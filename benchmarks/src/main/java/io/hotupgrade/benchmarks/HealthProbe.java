package io.hotupgrade.benchmarks;

import java.time.Duration;

import io.hotupgrade.loadmeter.ExchangeFailedException;
import io.hotupgrade.loadmeter.PlainHttp;
import io.hotupgrade.loadmeter.Target;
import io.hotupgrade.loadmeter.program.Pause;

/**
 * Asks for the health, as a load balancer does. Nobody measures what it gets; but without
 * it a server answers nothing but requests of one kind, and a JVM that has never seen any
 * other throws away half of what it has compiled when the first one comes: the request
 * for the upgrade.
 */
final class HealthProbe implements AutoCloseable {

	private static final String PATH = "/actuator/health";

	private static final Duration PERIOD = Duration.ofSeconds(1);

	private final Target target;

	private final Thread thread = new Thread(this::run, "health-probe");

	private HealthProbe(Target target) {
		this.target = target;
		this.thread.setDaemon(true);
	}

	/**
	 * Begins to ask, once a second.
	 * @param target whom
	 * @return to be closed, which ends it
	 */
	static HealthProbe start(Target target) {
		HealthProbe probe = new HealthProbe(target);
		probe.thread.start();
		return probe;
	}

	private void run() {
		try {
			while (true) {
				ask();
				Pause.of(PERIOD);
			}
		}
		catch (InterruptedException ex) {
			// Closed.
		}
	}

	private void ask() {
		try {
			PlainHttp.send(this.target, "GET", PATH);
		}
		catch (ExchangeFailedException ex) {
			// The clients' requests tell when nobody answers.
		}
	}

	@Override
	public void close() {
		this.thread.interrupt();
	}

}
