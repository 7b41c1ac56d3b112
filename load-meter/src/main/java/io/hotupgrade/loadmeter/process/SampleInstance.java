package io.hotupgrade.loadmeter.process;

import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.stream.Stream;

import io.hotupgrade.loadmeter.ExchangeFailedException;
import io.hotupgrade.loadmeter.PlainHttp;
import io.hotupgrade.loadmeter.Target;

/**
 * An application on a port, through all its upgrades. Closing kills the process that was
 * started here, those that it started, and the successors that were made known.
 */
public final class SampleInstance implements AutoCloseable {

	private static final Duration KILL_TIMEOUT = Duration.ofSeconds(10);

	private static final Duration EXEC_TIMEOUT = Duration.ofSeconds(1);

	private final JavaProcess first;

	private final Target target;

	private final UpgradeClient endpoint;

	private final Set<ProcessHandle> processes = new CopyOnWriteArraySet<>();

	private SampleInstance(JavaProcess first, Target target, Target endpoint) {
		this.first = first;
		this.target = target;
		this.endpoint = new UpgradeClient(endpoint);
		this.processes.add(first.handle());
	}

	/**
	 * Starts the first generation and waits until it answers.
	 * @param launch how to start it; the port is added
	 * @param timeout how long it may take
	 * @return the running instance, to be closed
	 * @throws IllegalStateException if it does not come up, at once if it dies
	 */
	public static SampleInstance start(JavaLaunch launch, Duration timeout) {
		SampleInstance instance = launch(launch);
		try {
			instance.awaitServing(timeout);
			return instance;
		}
		catch (RuntimeException ex) {
			instance.close();
			throw ex;
		}
	}

	/**
	 * Starts the first generation.
	 * @param launch how to start it; the port is added
	 * @return the instance, to be closed
	 */
	public static SampleInstance launch(JavaLaunch launch) {
		int port = FreePort.find();
		JavaProcess process = JavaProcess.start(launch.withArguments("--server.port=" + port));
		return adopt(process, Target.local(port), Target.local(port));
	}

	/**
	 * Takes care of a process that listens in other ways than {@link #start} arranges.
	 * @param process the first generation's process; closed with the instance
	 * @param target where requests go
	 * @param endpoint where the upgrade endpoint is
	 * @return the instance, to be closed
	 */
	public static SampleInstance adopt(JavaProcess process, Target target, Target endpoint) {
		return new SampleInstance(process, target, endpoint);
	}

	/**
	 * Waits until the first generation answers.
	 * @param timeout how long it may take
	 * @throws IllegalStateException if it takes longer, at once if it dies
	 */
	public void awaitServing(Duration timeout) {
		this.first.await("answer on port " + port(), timeout, this::isServing);
	}

	/**
	 * Its port.
	 * @return the port
	 */
	public int port() {
		return this.target.address().getPort();
	}

	/**
	 * Where its requests go.
	 * @return the target
	 */
	public Target target() {
		return this.target;
	}

	/**
	 * Its upgrade endpoint.
	 * @return a client
	 */
	public UpgradeClient endpoint() {
		return this.endpoint;
	}

	/**
	 * The first generation's process, which also has the output of all.
	 * @return the process
	 */
	public JavaProcess first() {
		return this.first;
	}

	/**
	 * Whether some generation answers with status 200.
	 * @return {@code false} also if no answer comes
	 */
	public boolean isServing() {
		try {
			return PlainHttp.send(target(), "GET", "/").status() == 200;
		}
		catch (ExchangeFailedException ex) {
			return false;
		}
	}

	/**
	 * Starts another process by hand, which belongs to the {@linkplain #family() family}
	 * from then on.
	 * @param launch how to start it
	 * @return the process, which is killed with this instance at the latest
	 */
	public JavaProcess startBeside(JavaLaunch launch) {
		JavaProcess process = JavaProcess.start(launch, this.first.marker());
		this.processes.add(process.handle());
		return process;
	}

	/**
	 * Begins an upgrade as configured.
	 * @return the upgrade
	 * @throws IOException if the endpoint did not answer
	 * @throws IllegalStateException if it refused
	 */
	public UpgradeView beginUpgrade() throws IOException {
		UpgradeView upgrade = this.endpoint.upgrade().upgrade();
		follow(upgrade.successor().pid());
		return upgrade;
	}

	/**
	 * Waits until an upgrade is over, well or not.
	 * @param id the upgrade's id
	 * @param timeout how long at most
	 * @return the upgrade
	 * @throws IllegalStateException if it took too long, at once if no process is left
	 */
	public UpgradeView awaitUpgrade(String id, Duration timeout) {
		StatusView status = this.endpoint.awaitStatus("end of upgrade " + id, timeout, (candidate) -> {
			if (candidate.upgrade() != null) {
				follow(candidate.upgrade().successor().pid());
			}
			return candidate.ended(id).isPresent();
		}, this::requireAnyAlive);
		return status.ended(id).orElseThrow();
	}

	/**
	 * Makes a successor known, so that it is killed at the end.
	 * @param pid its process id; 0, which stands for an unknown one, is ignored
	 * @throws IllegalStateException if it does not descend from the first process
	 */
	public void follow(long pid) {
		if (pid <= 1 || this.processes.stream().anyMatch((process) -> process.pid() == pid)) {
			return;
		}
		// Kill nothing on the word of a remote endpoint that cannot be a successor.
		// One that is just being replaced by exec has no environment of its own yet.
		if (!Waiting.until(EXEC_TIMEOUT, () -> !this.first.marker().isMissingFrom(pid))) {
			throw new IllegalStateException("The endpoint names process " + pid
					+ " as a successor, which does not descend from " + this.first.pid());
		}
		ProcessHandle.of(pid).ifPresent(this.processes::add);
	}

	/**
	 * The processes known so far that still run.
	 * @return their handles
	 */
	public Stream<ProcessHandle> running() {
		return this.processes.stream().filter(ProcessHandle::isAlive);
	}

	/**
	 * All processes that run and descend from the first one or were started beside it,
	 * known or not, the first one included.
	 * @return their handles
	 */
	public Stream<ProcessHandle> family() {
		return this.first.marker().bearers();
	}

	private void requireAnyAlive() {
		if (running().findAny().isEmpty()) {
			throw new IllegalStateException(
					"No process is left; the end of the output:\n" + String.join("\n", this.first.lastOutput()));
		}
	}

	@Override
	public void close() {
		// The set may grow meanwhile: its iterator shows what it held at the start.
		this.processes.forEach((process) -> process.descendants().forEach(this.processes::add));
		family().forEach(this.processes::add);
		this.processes.forEach(ProcessHandle::destroyForcibly);
		this.first.awaitExit(KILL_TIMEOUT);
		Waiting.until(KILL_TIMEOUT, () -> running().findAny().isEmpty());
	}

}
