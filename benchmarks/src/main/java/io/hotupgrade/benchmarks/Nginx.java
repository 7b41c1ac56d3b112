package io.hotupgrade.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

import io.hotupgrade.loadmeter.process.ProcessSignal;
import io.hotupgrade.loadmeter.process.ProcessState;
import io.hotupgrade.loadmeter.process.TemporaryDirectory;
import io.hotupgrade.loadmeter.process.Waiting;

/**
 * An nginx of our own, with its configuration and all its files in a directory of its
 * own. It is a daemon, as one that is not ignores the signal for a new binary. Closing
 * ends all its processes.
 */
final class Nginx implements AutoCloseable {

	private static final String CONFIGURATION = "nginx.conf";

	private static final String MASTER = "nginx.pid";

	/** Where a master that has started a new binary leaves its process id. */
	private static final String OLD_MASTER = "nginx.pid.oldbin";

	private static final Duration TIMEOUT = Duration.ofSeconds(10);

	private final Path program;

	private final TemporaryDirectory directory;

	private Nginx(Path program, TemporaryDirectory directory) {
		this.program = program;
		this.directory = directory;
	}

	/** Makes its directory. It has to be configured before it is started. */
	static Nginx create(Path program) throws IOException {
		return new Nginx(program, TemporaryDirectory.create("nginx-"));
	}

	/** Starts it and waits until it has workers. */
	void start() {
		Tool.run(command());
		require("nginx to start", () -> !workers().isEmpty());
	}

	/** A server in the block "http" that answers by itself. */
	static String answering(int port, String version) {
		return """
				server {
				  listen 127.0.0.1:%d;
				  location / {
				    default_type text/plain;
				    add_header X-Instance %s;
				    return 200 "%s";
				  }
				}
				""".formatted(port, version, StaticAnswer.body(version));
	}

	/**
	 * A server in the block "http" that asks another one, on connections that it keeps.
	 */
	static String forwarding(int port, int applicationPort) {
		return """
				upstream application {
				  server 127.0.0.1:%d;
				  keepalive 32;
				}
				server {
				  listen 127.0.0.1:%d;
				  location / {
				    proxy_pass http://application;
				    proxy_http_version 1.1;
				    proxy_set_header Connection "";
				  }
				}
				""".formatted(applicationPort, port);
	}

	/** Writes a configuration, which is not read before the next start or reload. */
	void configure(String http) throws IOException {
		String text = """
				worker_processes auto;
				pid %1$s/nginx.pid;
				error_log %1$s/error.log;
				events {
				  worker_connections 1024;
				}
				http {
				  access_log off;
				  client_body_temp_path %1$s/client;
				  proxy_temp_path %1$s/proxy;
				  fastcgi_temp_path %1$s/fastcgi;
				  uwsgi_temp_path %1$s/uwsgi;
				  scgi_temp_path %1$s/scgi;
				%2$s}
				""".formatted(this.directory, http);
		this.directory.replace(CONFIGURATION, (file) -> Files.writeString(file, text));
	}

	/**
	 * Takes the configuration and waits until the workers with the one before are gone.
	 */
	void reload() {
		Set<Long> old = workers();
		Tool.run(command("-s", "reload"));
		require("the workers to be replaced", () -> old.stream().noneMatch(ProcessState::isRunning));
	}

	/**
	 * Starts the binary anew and ends the processes of the old one, as nginx's manual
	 * says: USR2, WINCH, QUIT.
	 * @return when they had ended, on the scale of {@link System#nanoTime()}
	 */
	long replaceBinary() {
		long old = master();
		Set<Long> oldWorkers = workers();
		ProcessSignal.USR2.sendTo(old);
		require("a new master with workers", () -> master() != old && !workers().isEmpty());
		ProcessSignal.WINCH.sendTo(old);
		require("the old workers to end", () -> oldWorkers.stream().noneMatch(ProcessState::isRunning));
		ProcessSignal.QUIT.sendTo(old);
		require("the old master to end", () -> !ProcessState.isRunning(old));
		return System.nanoTime();
	}

	private long master() {
		return pid(MASTER);
	}

	private long pid(String file) {
		try {
			return Long.parseLong(Files.readString(this.directory.resolve(file)).strip());
		}
		catch (IOException | NumberFormatException ex) {
			// Not there, or not written yet.
			return 0;
		}
	}

	private Set<Long> workers() {
		return ProcessHandle.of(master())
			.stream()
			.flatMap(ProcessHandle::children)
			.map(ProcessHandle::pid)
			.filter(ProcessState::isRunning)
			.collect(Collectors.toSet());
	}

	private List<String> command(String... more) {
		String path = this.directory.toString();
		List<String> command = new ArrayList<>(List.of(this.program.toString(), "-p", path, "-c",
				path + "/" + CONFIGURATION, "-e", path + "/error.log"));
		command.addAll(List.of(more));
		return command;
	}

	private static void require(String what, BooleanSupplier condition) {
		if (!Waiting.until(TIMEOUT, condition)) {
			throw new IllegalStateException("Waited " + TIMEOUT.toSeconds() + " s for " + what + " in vain");
		}
	}

	@Override
	public void close() {
		Set<ProcessHandle> processes = new HashSet<>();
		for (String file : List.of(MASTER, OLD_MASTER)) {
			ProcessHandle.of(pid(file)).filter(this::isOurs).ifPresent((master) -> {
				master.descendants().forEach(processes::add);
				processes.add(master);
			});
		}
		processes.forEach((process) -> ProcessSignal.TERM.sendTo(process.pid()));
		if (!Waiting.until(TIMEOUT,
				() -> processes.stream().noneMatch((process) -> ProcessState.isRunning(process.pid())))) {
			processes.forEach(ProcessHandle::destroyForcibly);
		}
		this.directory.close();
	}

	/** A file that was left behind may name somebody else's process by now. */
	private boolean isOurs(ProcessHandle process) {
		try {
			return Files.readString(Path.of("/proc", Long.toString(process.pid()), "cmdline"))
				.contains(this.directory.toString());
		}
		catch (IOException ex) {
			return false;
		}
	}

}
