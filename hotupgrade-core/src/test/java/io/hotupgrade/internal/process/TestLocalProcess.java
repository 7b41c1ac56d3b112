package io.hotupgrade.internal.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A {@link LocalProcess} that does not exist.
 */
final class TestLocalProcess {

	private final Path proc;

	private final Map<String, String> environment = new HashMap<>();

	private String operatingSystem = "Linux";

	private final long pid = 4711;

	TestLocalProcess(Path proc, Path directory) throws IOException {
		this.proc = proc;
		Files.createDirectories(proc.resolve("self"));
		Files.createDirectories(proc.resolve("1"));
		Files.createSymbolicLink(proc.resolve("self/cwd"), directory);
	}

	TestLocalProcess command(String... arguments) throws IOException {
		return commandLine((String.join("\0", List.of(arguments)) + "\0").getBytes(StandardCharsets.UTF_8));
	}

	TestLocalProcess commandLine(byte[] bytes) throws IOException {
		Files.write(this.proc.resolve("self/cmdline"), bytes);
		return this;
	}

	TestLocalProcess executable(String target) throws IOException {
		Files.createSymbolicLink(this.proc.resolve("self/exe"), Path.of(target));
		return this;
	}

	TestLocalProcess variable(String name, String value) {
		this.environment.put(name, value);
		return this;
	}

	TestLocalProcess operatingSystem(String name) {
		this.operatingSystem = name;
		return this;
	}

	LocalProcess get() {
		return new LocalProcess(this.operatingSystem, this.pid, this.environment, this.proc, Path.of("/bin/sh"));
	}

}
