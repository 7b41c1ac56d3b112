package io.hotupgrade.internal.supervision;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

import io.hotupgrade.internal.log.EngineLog;

/**
 * {@link UnitProperties} by systemctl(1), which everybody may ask for these.
 */
final class Systemctl implements UnitProperties {

	private static final EngineLog logger = EngineLog.of(Systemctl.class);

	private static final long LIMIT_SECONDS = 2;

	@Override
	public Optional<Map<String, String>> of(String unit, boolean ofUser) {
		List<String> command = new ArrayList<>(List.of("systemctl"));
		if (ofUser) {
			command.add("--user");
		}
		command.addAll(List.of("show", "--property=MainPID", "--property=ExitType", "--property=NotifyAccess",
				"--property=ExecStop", "--", unit));
		try {
			return answer(command);
		}
		catch (IOException | UncheckedIOException ex) {
			logger.debug("systemctl cannot be asked about {}", unit, ex);
			return Optional.empty();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return Optional.empty();
		}
	}

	private static Optional<Map<String, String>> answer(List<String> command) throws IOException, InterruptedException {
		Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
		process.getOutputStream().close();
		// The answer has a few lines, for which there is room in the pipe.
		if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
			process.destroyForcibly();
			return Optional.empty();
		}
		String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		return (process.exitValue() == 0) ? Optional.of(parse(output)) : Optional.empty();
	}

	private static Map<String, String> parse(String output) {
		Map<String, String> properties = new LinkedHashMap<>();
		output.lines()
			.map((line) -> line.split("=", 2))
			.filter((parts) -> parts.length == 2)
			.forEach((parts) -> properties.put(parts[0], parts[1]));
		return properties;
	}

}
