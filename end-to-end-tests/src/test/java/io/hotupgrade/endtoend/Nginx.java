package io.hotupgrade.endtoend;

import java.io.Closeable;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.hotupgrade.loadmeter.ExchangeFailedException;
import io.hotupgrade.loadmeter.PlainHttp;
import io.hotupgrade.loadmeter.Target;
import io.hotupgrade.loadmeter.process.FreePort;
import org.awaitility.Awaitility;

/**
 * A reverse proxy that keeps connections to its upstream open and never repeats a request
 * on another one. Everything of it is in a directory of its own.
 */
final class Nginx implements Closeable {

	private static final String CONFIGURATION = """
			daemon off;
			pid %1$s/nginx.pid;
			error_log %1$s/error.log warn;
			worker_processes 1;
			events { worker_connections 1024; }
			http {
				client_body_temp_path %1$s/body;
				proxy_temp_path %1$s/proxy;
				fastcgi_temp_path %1$s/fastcgi;
				uwsgi_temp_path %1$s/uwsgi;
				scgi_temp_path %1$s/scgi;
				log_format outcome '$status $upstream_status $request_method';
				access_log %1$s/access.log outcome;
				upstream sample {
					server 127.0.0.1:%3$d max_fails=0;
					keepalive 32;
				}
				server {
					listen 127.0.0.1:%2$d;
					location / {
						proxy_pass http://sample;
						proxy_http_version 1.1;
						proxy_set_header Connection "";
						proxy_next_upstream off;
						proxy_request_buffering off;
					}
				}
			}
			""";

	private static final Duration LIMIT = Duration.ofSeconds(20);

	private final Process process;

	private final Path directory;

	private final Target target;

	private Nginx(Process process, Path directory, Target target) {
		this.process = process;
		this.directory = directory;
		this.target = target;
	}

	static Optional<Path> find() {
		return Stream.concat(Stream.of(System.getenv("PATH").split(File.pathSeparator)), Stream.of("/usr/sbin"))
			.map((directory) -> Path.of(directory, "nginx"))
			.filter(Files::isExecutable)
			.findFirst();
	}

	static Nginx start(Path program, Path directory, int upstream) throws IOException {
		int port = FreePort.find();
		Path configuration = Files.writeString(directory.resolve("nginx.conf"),
				CONFIGURATION.formatted(directory, port, upstream));
		Process process = new ProcessBuilder(program.toString(), "-p", directory.toString(), "-c",
				configuration.toString(), "-e", directory.resolve("error.log").toString())
			.inheritIO()
			.start();
		Nginx nginx = new Nginx(process, directory, Target.local(port));
		Awaitility.await("nginx").atMost(LIMIT).until(nginx::isServing);
		return nginx;
	}

	private boolean isServing() {
		try {
			return PlainHttp.send(this.target, "GET", "/").status() == 200;
		}
		catch (ExchangeFailedException ex) {
			return false;
		}
	}

	Target target() {
		return this.target;
	}

	/** One line for each request: its status, the upstream's and the method. */
	List<String> accessLog() throws IOException {
		return Files.readAllLines(this.directory.resolve("access.log"));
	}

	List<String> errorLog() throws IOException {
		return Files.readAllLines(this.directory.resolve("error.log"));
	}

	/** Lets it finish what it does, and write its logs. */
	void stop() {
		this.process.destroy();
		try {
			if (!this.process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
				throw new IllegalStateException("nginx does not stop");
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@Override
	public void close() {
		// Its workers notice that their master is gone only when they are told.
		this.process.descendants().forEach(ProcessHandle::destroyForcibly);
		this.process.destroyForcibly();
	}

}
