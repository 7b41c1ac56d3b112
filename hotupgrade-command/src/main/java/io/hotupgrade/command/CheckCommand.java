package io.hotupgrade.command;

import java.util.LinkedHashMap;
import java.util.Map;

import io.hotupgrade.Preflight;
import io.hotupgrade.internal.control.ControlMessage.OperatorCheck;
import io.hotupgrade.internal.control.OperatorCommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Shows what an upgrade would meet.
 */
@Command(name = "check", description = "Shows what an upgrade would meet now. Nothing is started.")
final class CheckCommand extends InstanceCommand {

	@Mixin
	private JarOptions jar;

	@Option(names = "--json", description = "as JSON on one line, with the names of the endpoint")
	private boolean json;

	@Override
	ExitCode run(Instances instances) {
		Preflight preflight = instances
			.ask(instances.find(), this.jar.request(OperatorCommand.CHECK), OperatorCheck.class)
			.preflight();
		if (this.json) {
			out().println(JsonText.of(json(preflight)));
		}
		else {
			preflight.findings().forEach(this::print);
			out().println(preflight.possible() ? "An upgrade could begin" : "An upgrade would be refused");
		}
		return preflight.possible() ? ExitCode.DONE : ExitCode.REFUSED;
	}

	private void print(Preflight.Finding finding) {
		out().println("%s %s: %s".formatted(finding.severity(), finding.reason(), finding.message()));
	}

	private static Map<String, Object> json(Preflight preflight) {
		Map<String, Object> json = new LinkedHashMap<>();
		json.put("possible", preflight.possible());
		json.put("findings", preflight.findings().stream().map(CheckCommand::json).toList());
		return json;
	}

	private static Map<String, Object> json(Preflight.Finding finding) {
		Map<String, Object> json = new LinkedHashMap<>();
		json.put("severity", finding.severity());
		json.put("reason", finding.reason());
		json.put("value", finding.value());
		json.put("message", finding.message());
		json.put("remedy", finding.remedy());
		return json;
	}

}
