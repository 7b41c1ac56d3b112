package io.hotupgrade.engine;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

import io.hotupgrade.internal.systemd.ControlGroup;
import io.hotupgrade.internal.systemd.NotifySocket;
import io.hotupgrade.internal.systemd.Watchdog;

/**
 * The service manager that has started this application, where there is one that wants to
 * be told of it.
 *
 * @param reports what it is told
 * @param sender how
 */
record ServiceLink(ServiceReports reports, NotifySender sender) implements AutoCloseable {

	/**
	 * Looks for a service manager and begins to report to it.
	 * @param environment this process's environment
	 * @param instance this instance, which nobody listens to yet: the service manager has
	 * to be the first to be told of anything
	 * @param scheduler the engine's thread
	 * @param successor whether there is a predecessor, which is the main process
	 * @param launched whether a predecessor has launched this process, perhaps for an
	 * earlier application context
	 * @param startLimit how long its start may take
	 * @return the service manager; empty if there is none
	 */
	static Optional<ServiceLink> of(Map<String, String> environment, Instance instance, EngineScheduler scheduler,
			boolean successor, boolean launched, Duration startLimit) {
		// The classes of the native part are not even looked at where nobody is to be
		// told.
		if (!environment.containsKey(NotifySocket.VARIABLE)) {
			return Optional.empty();
		}
		return NotifySocket.of(environment).map((socket) -> {
			NotifySender sender = new NotifySender(socket, scheduler);
			ServiceReports reports = new ServiceReports(instance, scheduler, sender, !successor,
					ControlGroup::hasInCommon, startLimit);
			instance.addListener(reports);
			Optional<Duration> watchdog = Watchdog.interval(environment, instance.info().pid(), launched);
			scheduler.execute(() -> reports.begin(watchdog));
			return new ServiceLink(reports, sender);
		});
	}

	/**
	 * To be called on the engine's thread. A successor that is the main process is
	 * watched until this process ends.
	 */
	@Override
	public void close() {
		this.reports.end(this.sender::close);
	}

}
