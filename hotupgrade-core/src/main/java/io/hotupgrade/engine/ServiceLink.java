package io.hotupgrade.engine;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import io.hotupgrade.internal.process.AdoptedProcess;
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
	 * @param launched whether a predecessor has launched this process
	 * @param startLimit how long its start may take
	 * @return the service manager; empty if there is none
	 */
	static Optional<ServiceLink> of(Map<String, String> environment, Instance instance, Scheduler scheduler,
			boolean launched, Duration startLimit) {
		// The classes of the native part are not even looked at where nobody is to be
		// told.
		if (!environment.containsKey(NotifySocket.VARIABLE)) {
			return Optional.empty();
		}
		return NotifySocket.of(environment).map((socket) -> {
			NotifySender sender = new NotifySender(socket, scheduler);
			ServiceReports reports = new ServiceReports(instance, scheduler, sender, !launched,
					ControlGroup::hasInCommon, ServiceLink::exitOf, startLimit);
			instance.addListener(reports);
			Optional<Duration> watchdog = Watchdog.interval(environment, instance.info().pid(), launched);
			scheduler.execute(() -> reports.begin(watchdog));
			return new ServiceLink(reports, sender);
		});
	}

	private static CompletionStage<?> exitOf(long pid) {
		return AdoptedProcess.of(pid).map(AdoptedProcess::onExit).orElseGet(() -> CompletableFuture.completedFuture(0));
	}

	@Override
	public void close() {
		this.sender.close();
	}

}
