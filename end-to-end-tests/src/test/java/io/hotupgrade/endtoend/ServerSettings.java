package io.hotupgrade.endtoend;

import java.nio.file.Path;
import java.util.regex.Pattern;

import io.hotupgrade.loadmeter.process.EmbeddedServer;
import org.junit.jupiter.api.Assumptions;

/**
 * What each server calls the settings that tests need: arguments of the application.
 */
enum ServerSettings {

	UNDERTOW {

		@Override
		String[] accessLog(Path directory) {
			return new String[] { "--server.undertow.accesslog.enabled=true",
					"--server.undertow.accesslog.dir=" + directory };
		}

		@Override
		String[] openConnections(int limit, int waiting) {
			return new String[] { "--server.undertow.options.socket.CONNECTION_HIGH_WATER=" + limit,
					"--server.undertow.options.socket.CONNECTION_LOW_WATER=" + limit / 2, backlog(waiting) };
		}

		@Override
		String[] acceptQueue(int waiting) {
			return new String[] { backlog(waiting) };
		}

		private String backlog(int waiting) {
			return "--server.undertow.options.socket.BACKLOG=" + waiting;
		}

		@Override
		String[] threads(int threads) {
			return new String[] { "--server.undertow.threads.worker=" + threads };
		}

	},

	TOMCAT {

		@Override
		String[] accessLog(Path directory) {
			return new String[] { "--server.tomcat.accesslog.enabled=true", "--server.tomcat.accesslog.buffered=false",
					"--server.tomcat.accesslog.directory=" + directory };
		}

		@Override
		String[] openConnections(int limit, int waiting) {
			return new String[] { "--server.tomcat.max-connections=" + limit, backlog(waiting) };
		}

		@Override
		String[] acceptQueue(int waiting) {
			return new String[] { backlog(waiting) };
		}

		private String backlog(int waiting) {
			return "--server.tomcat.accept-count=" + waiting;
		}

		@Override
		String[] threads(int threads) {
			return new String[] { "--server.tomcat.threads.max=" + threads };
		}

		@Override
		String[] endlessKeepAlive() {
			return new String[] { "--server.tomcat.max-keep-alive-requests=-1" };
		}

	},

	JETTY {

		@Override
		String[] accessLog(Path directory) {
			return new String[] { "--server.jetty.accesslog.enabled=true",
					"--server.jetty.accesslog.filename=" + directory.resolve("access_log.log") };
		}

		@Override
		String[] openConnections(int limit, int waiting) {
			return new String[] { "--server.jetty.max-connections=" + limit };
		}

		@Override
		String[] acceptQueue(int waiting) {
			return Assumptions.abort("Spring Boot has no setting for Jetty's accept queue, which has 50 places");
		}

		@Override
		String[] threads(int threads) {
			return new String[] { "--server.jetty.threads.max=" + threads };
		}

	},

	NETTY {

		@Override
		String[] accessLog(Path directory) {
			return Assumptions.abort("Reactor Netty writes its access log to the application's own");
		}

		@Override
		String[] openConnections(int limit, int waiting) {
			return Assumptions.abort("Reactor Netty has no limit of open connections");
		}

		@Override
		String[] acceptQueue(int waiting) {
			return new String[0];
		}

		/** There is none: no thread waits for a request. */
		@Override
		String[] threads(int threads) {
			return new String[0];
		}

		@Override
		boolean answersHalfClosed() {
			return false;
		}

		@Override
		boolean readsAhead() {
			return true;
		}

	};

	/** No limit to the requests on a connection. */
	String[] endlessKeepAlive() {
		return new String[0];
	}

	/** Whether a client that has closed its side is not gone to the server. */
	boolean answersHalfClosed() {
		return true;
	}

	/** Whether pipelined requests are read, and are in flight, before their turn. */
	boolean readsAhead() {
		return false;
	}

	static ServerSettings of(EmbeddedServer server) {
		return (server == EmbeddedServer.UNDERTOW_WEBFLUX) ? UNDERTOW : valueOf(server.name());
	}

	/**
	 * A log of all requests, written at once.
	 * @param directory where to
	 */
	abstract String[] accessLog(Path directory);

	/**
	 * How many connections may be open, and how many wait for that in the kernel.
	 * @param limit how many may be open
	 * @param waiting how long the accept queue may be
	 */
	abstract String[] openConnections(int limit, int waiting);

	/**
	 * How many connections may wait in the kernel, where Spring Boot has a setting for
	 * it. Netty's default is the most that the kernel allows.
	 * @param waiting how long the accept queue may be
	 */
	abstract String[] acceptQueue(int waiting);

	/**
	 * How many requests may be worked on at the same time.
	 * @param threads how many threads there are
	 */
	abstract String[] threads(int threads);

	/** What Spring Boot logs, with the port as its group. */
	Pattern started() {
		return Pattern.compile("(?i)" + name() + " started on port (\\d+)");
	}

}
