package io.hotupgrade.internal.process;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.hotupgrade.LaunchPriority;
import io.hotupgrade.LaunchSettings;
import io.hotupgrade.PrepareSettings;

/**
 * Launch settings for tests: own command, unless said otherwise.
 */
final class TestSettings {

	private String jar;

	private List<String> command = List.of();

	private List<String> jvmArguments = List.of();

	private List<String> applicationArguments = List.of();

	private Map<String, String> environment = Map.of();

	private List<String> requestableJars = List.of();

	private Path directory;

	private Long memory;

	TestSettings jar(Object pattern) {
		this.jar = pattern.toString();
		return this;
	}

	TestSettings command(List<String> arguments) {
		this.command = arguments;
		return this;
	}

	TestSettings jvmArguments(String... arguments) {
		this.jvmArguments = List.of(arguments);
		return this;
	}

	TestSettings applicationArguments(String... arguments) {
		this.applicationArguments = List.of(arguments);
		return this;
	}

	TestSettings environment(Map<String, String> variables) {
		this.environment = variables;
		return this;
	}

	TestSettings requestableJars(Object... patterns) {
		this.requestableJars = List.of(patterns).stream().map(Object::toString).toList();
		return this;
	}

	TestSettings directory(Path path) {
		this.directory = path;
		return this;
	}

	TestSettings memory(long bytes) {
		this.memory = bytes;
		return this;
	}

	LaunchSettings get() {
		return new LaunchSettings(Optional.ofNullable(this.jar), this.command, this.jvmArguments,
				this.applicationArguments, this.environment, this.requestableJars, LaunchPriority.LOW,
				Optional.ofNullable(this.directory), Optional.ofNullable(this.memory), PrepareSettings.NONE);
	}

}
