package io.hotupgrade.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import io.hotupgrade.loadmeter.process.ProcessSignal;
import io.hotupgrade.loadmeter.process.ProcessState;
import io.hotupgrade.loadmeter.process.TemporaryDirectory;
import io.hotupgrade.loadmeter.process.Waiting;

/**
 * An haproxy of our own, with a master and workers that inherit the listening sockets.
 * Closing ends all its processes.
 */
final class Haproxy implements AutoCloseable {

	private static final String CONFIGURATION = "haproxy.cfg";

	private static final Duration START_TIMEOUT = Duration.ofSeconds(10);

	/** Kept-alive connections are closed with their next answer. */
	private static final Duration RELOAD_TIMEOUT = Duration.ofSeconds(40);

	private final Path program;

	private final TemporaryDirectory directory;

	private final int port;

	private Process master;

	private Haproxy(Path program, TemporaryDirectory directory, int port) {
		this.program = program;
		this.directory = directory;
		this.port = port;
	}

	/** Makes its directory. It has to be configured before it is started. */
	static Haproxy create(Path program, int port) throws IOException {
		return new Haproxy(program, TemporaryDirectory.create("haproxy-"), port);
	}

	/** Writes a configuration, which is not read before the next start or reload. */
	void configure(String version) throws IOException {
		String text = """
				global
				  stats socket %1$s/stats.sock mode 600 level admin expose-fd listeners
				defaults
				  mode http
				  timeout connect 5s
				  timeout client 60s
				  timeout server 60s
				frontend answering
				  bind 127.0.0.1:%2$d
				  http-request return status 200 content-type text/plain string "%3$s" hdr X-Instance %4$s
				""".formatted(this.directory, this.port, StaticAnswer.body(version), version);
		this.directory.replace(CONFIGURATION, (file) -> Files.writeString(file, text));
	}

	/** Starts it and waits until it has a worker. */
	void start() throws IOException {
		this.master = new ProcessBuilder(this.program.toString(), "-W", "-S", this.directory + "/master.sock", "-f",
				this.directory + "/" + CONFIGURATION)
			.redirectErrorStream(true)
			.redirectInput(Path.of("/dev/null").toFile())
			.redirectOutput(this.directory.resolve("output.log").toFile())
			.start();
		if (!Waiting.until(START_TIMEOUT, () -> !workers().isEmpty() || !this.master.isAlive())
				|| !this.master.isAlive()) {
			throw new IllegalStateException("haproxy did not start; it wrote:\n" + output());
		}
	}

	/**
	 * Makes the master start a worker with the new configuration and waits for the old
	 * one to end.
	 * @return when it had ended, on the scale of {@link System#nanoTime()}
	 */
	long reload() {
		Set<Long> old = workers();
		ProcessSignal.USR2.sendTo(this.master.pid());
		if (!Waiting.until(RELOAD_TIMEOUT, () -> old.stream().noneMatch(ProcessState::isRunning))) {
			throw new IllegalStateException("haproxy's old worker did not end within " + RELOAD_TIMEOUT.toSeconds()
					+ " s; it wrote:\n" + output());
		}
		return System.nanoTime();
	}

	private Set<Long> workers() {
		return this.master.children()
			.map(ProcessHandle::pid)
			.filter(ProcessState::isRunning)
			.collect(Collectors.toSet());
	}

	private String output() {
		try {
			return Files.readString(this.directory.resolve("output.log"));
		}
		catch (IOException ex) {
			return "(cannot be read: " + ex + ")";
		}
	}

	@Override
	public void close() {
		if (this.master != null) {
			List<ProcessHandle> workers = this.master.descendants().toList();
			this.master.destroy();
			try {
				this.master.waitFor(START_TIMEOUT.toSeconds(), TimeUnit.SECONDS);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
			workers.forEach(ProcessHandle::destroyForcibly);
			this.master.destroyForcibly();
		}
		this.directory.close();
	}

}
