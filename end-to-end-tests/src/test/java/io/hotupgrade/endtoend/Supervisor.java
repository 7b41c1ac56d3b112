package io.hotupgrade.endtoend;

import java.io.IOException;
import java.nio.file.Path;

import io.hotupgrade.loadmeter.process.SampleInstance;

/**
 * A supervisor that starts the script {@code run} of the sample's directory.
 */
enum Supervisor {

	SUPERVISORD("supervisord", """
			cat >supervisord.conf <<-end
				[supervisord]
				nodaemon=true
				logfile=/dev/null
				logfile_maxbytes=0
				pidfile=$PWD/supervisord.pid
				[program:shop]
				command=$PWD/run
				stopwaitsecs=90
				stdout_logfile=$PWD/app.log
				redirect_stderr=true
			end
			exec supervisord -n -c supervisord.conf"""),

	RUNIT("runsv", "mkdir service; mv run service; exec runsv service"),

	S6("s6-supervise", "mkdir service; mv run service; exec s6-supervise service"),

	DAEMONTOOLS("supervise", "mkdir service; mv run service; exec supervise service") {

		@Override
		void stop(SampleInstance sample, Path directory) throws IOException, InterruptedException {
			Tools.run("svc", "-dx", directory.resolve("service").toString());
		}

	};

	private final String program;

	private final String script;

	Supervisor(String program, String script) {
		this.program = program;
		this.script = script;
	}

	String program() {
		return this.program;
	}

	String script() {
		return this.script;
	}

	/**
	 * Has it end the application, and itself.
	 */
	void stop(SampleInstance sample, Path directory) throws IOException, InterruptedException {
		sample.first().terminate();
	}

}
