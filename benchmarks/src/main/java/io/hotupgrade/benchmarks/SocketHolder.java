package io.hotupgrade.benchmarks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.hotupgrade.loadmeter.process.JavaLaunch;
import io.hotupgrade.loadmeter.process.JavaProcess;

/**
 * Does what systemd does for a service with a socket unit and
 * {@code StandardInput=socket}: holds the listening socket, starts the service with it as
 * standard input, and starts it again when it has ended. Closing kills the service, too.
 */
final class SocketHolder implements AutoCloseable {

	/** The length of the accept queue is systemd's own default. */
	private static final String PROGRAM = """
			use strict;
			use Socket;
			my $port = shift;
			socket(my $listener, PF_INET, SOCK_STREAM, 0) or die "socket: $!";
			setsockopt($listener, SOL_SOCKET, SO_REUSEADDR, 1) or die "setsockopt: $!";
			bind($listener, sockaddr_in($port, INADDR_ANY)) or die "bind: $!";
			listen($listener, 4096) or die "listen: $!";
			my $service = 0;
			$SIG{TERM} = sub { kill('KILL', $service) if $service; exit 0 };
			while (1) {
				$service = fork();
				die "fork: $!" unless defined $service;
				if (!$service) {
					open(STDIN, '<&', $listener) or die "dup: $!";
					exec(@ARGV) or die "exec: $!";
				}
				waitpid($service, 0);
			}
			""";

	private static final Duration LIMIT = Duration.ofSeconds(10);

	private final JavaProcess process;

	private SocketHolder(JavaProcess process) {
		this.process = process;
	}

	/** Begins to listen, and starts the service. */
	static SocketHolder start(JavaLaunch service, int port) {
		List<String> command = new ArrayList<>();
		command.addAll(List.of(Tool.PERL.require().toString(), "-e", PROGRAM, Integer.toString(port)));
		command.addAll(service.command());
		return new SocketHolder(JavaProcess.startBy(service, command));
	}

	/** The process that listens, by whose output the service can be judged as well. */
	JavaProcess process() {
		return this.process;
	}

	/** The service that runs. */
	ProcessHandle service() {
		return this.process.handle()
			.children()
			.findFirst()
			.orElseThrow(() -> new IllegalStateException("The holder of the socket has no service"));
	}

	@Override
	public void close() {
		this.process.terminate();
		this.process.awaitExit(LIMIT);
		this.process.close();
	}

}
