package io.hotupgrade.command;

import java.time.Duration;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Shows what an instance is and does.
 */
@Command(name = "status", description = "Shows what the instance is and does.")
final class StatusCommand extends InstanceCommand {

	private static final String CLEAR = "\u001b[H\u001b[2J";

	@Option(names = { "-w", "--watch" }, description = "again every second, until the instance or its reader is gone")
	private boolean watch;

	@Option(names = "--json", description = "as JSON on one line, with the names of the endpoint")
	private boolean json;

	private final Interval second = Interval.of(Duration.ofSeconds(1));

	@Override
	ExitCode run(Instances instances) {
		show(instances.find());
		// A reader that has gone shows when something is written to it.
		while (this.watch && !out().checkError()) {
			this.second.pass();
			show(instances.find());
		}
		return ExitCode.DONE;
	}

	private void show(RunningInstance instance) {
		if (this.json) {
			out().println(JsonText.of(StatusJson.of(instance)));
			return;
		}
		if (this.watch && isTerminal()) {
			out().print(CLEAR);
		}
		StatusText.of(instance).forEach(out()::println);
		if (this.watch) {
			out().println();
		}
	}

}
