package io.hotupgrade.endtoend;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Programs that know an application by its first process, each with a configuration for
 * one.
 */
enum Supervisor {

	SUPERVISORD("supervisord") {

		@Override
		List<String> arrange(Path directory, String command) throws IOException {
			Path file = Files.writeString(directory.resolve("supervisord.conf"), """
					[supervisord]
					nodaemon=true
					logfile=/dev/stdout
					logfile_maxbytes=0
					pidfile=%1$s/supervisord.pid

					[program:shop]
					command=%2$s
					directory=%1$s
					stdout_logfile=%1$s/shop.log
					redirect_stderr=true
					stopwaitsecs=90
					""".formatted(directory, command));
			return List.of("supervisord", "-c", file.toString());
		}

	},

	RUNIT("runsv") {

		@Override
		List<String> arrange(Path directory, String command) throws IOException {
			return List.of("runsv", service(directory, command));
		}

	},

	S6("s6-supervise") {

		@Override
		List<String> arrange(Path directory, String command) throws IOException {
			return List.of("s6-supervise", service(directory, command));
		}

	};

	private final String program;

	Supervisor(String program) {
		this.program = program;
	}

	boolean isInstalled() {
		return isInstalled(this.program);
	}

	static boolean isInstalled(String program) {
		return Stream.of((System.getenv("PATH") + ":/usr/sbin:/sbin").split(":"))
			.anyMatch((directory) -> Files.isExecutable(Path.of(directory, program)));
	}

	/**
	 * Writes a configuration.
	 * @param directory an existing directory for it
	 * @param command the command line that starts the application
	 * @return the command that starts the supervisor in the foreground
	 */
	abstract List<String> arrange(Path directory, String command) throws IOException;

	private static String service(Path directory, String command) throws IOException {
		Path service = Files.createDirectory(directory.resolve("service"));
		Path run = Files.writeString(service.resolve("run"), """
				#!/bin/sh
				cd %s || exit 1
				exec 2>&1
				exec %s
				""".formatted(directory, command));
		Files.setPosixFilePermissions(run, PosixFilePermissions.fromString("rwxr-xr-x"));
		return service.toString();
	}

	/** A command line for a shell, of words that need no quotes. */
	static String line(List<String> command) {
		return command.stream().collect(Collectors.joining(" "));
	}

}
