package io.hotupgrade.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the figures depend on.
 */
final class MachineFacts {

	private MachineFacts() {
	}

	/** A list in Markdown. */
	static String list() {
		List<String> facts = new ArrayList<>();
		facts.add("processors: " + Runtime.getRuntime().availableProcessors()
				+ value("/proc/cpuinfo", "model name", ":").map((model) -> " (" + model + ")").orElse(""));
		value("/proc/meminfo", "MemTotal", ":").ifPresent((memory) -> facts.add("memory: " + memory));
		facts.add("kernel: " + System.getProperty("os.name") + " " + System.getProperty("os.version"));
		value("/etc/os-release", "PRETTY_NAME", "=")
			.ifPresent((name) -> facts.add("distribution: " + name.replace("\"", "")));
		facts.add("Java: " + System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"));
		for (Tool tool : List.of(Tool.NGINX, Tool.HAPROXY)) {
			facts.add(tool.name() + ": " + tool.find().map((program) -> tool.version()).orElse("not installed"));
		}
		facts.add("measured: " + Instant.now().truncatedTo(ChronoUnit.MINUTES));
		return "- " + String.join("\n- ", facts) + "\n";
	}

	private static Optional<String> value(String file, String key, String separator) {
		try {
			return Files.readAllLines(Path.of(file))
				.stream()
				.filter((line) -> line.startsWith(key) && line.contains(separator))
				.map((line) -> line.substring(line.indexOf(separator) + 1).strip())
				.findFirst();
		}
		catch (IOException ex) {
			return Optional.empty();
		}
	}

}
