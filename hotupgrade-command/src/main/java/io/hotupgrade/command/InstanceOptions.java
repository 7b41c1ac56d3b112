package io.hotupgrade.command;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

import io.hotupgrade.internal.control.ControlDirectory;
import io.hotupgrade.internal.control.ControlMessage.OperatorStatus;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * Which instance is meant, and how long it may take to answer.
 */
final class InstanceOptions {

	/** Names the control directory where no option does. */
	static final String DIRECTORY_VARIABLE = "HOTUPGRADE_CONTROL_DIRECTORY";

	@Option(names = { "-a", "--application" }, paramLabel = "NAME",
			description = "the application's name (spring.application.name)")
	private @Nullable String application;

	@Option(names = { "-p", "--port" }, paramLabel = "PORT", description = "a port that it listens on")
	private @Nullable Integer port;

	@Option(names = "--pid", paramLabel = "PID", description = "its process id")
	private @Nullable Long pid;

	@Option(names = "--control-directory", paramLabel = "DIRECTORY",
			description = "where its control socket is (hotupgrade.control.directory), if not in the default place; "
					+ "also by the variable " + DIRECTORY_VARIABLE)
	private @Nullable Path directory;

	@Option(names = "--timeout", paramLabel = "SECONDS", defaultValue = "10",
			description = "how long the instance may take to answer (default: ${DEFAULT-VALUE})")
	private int timeout;

	/**
	 * Opens what the options name.
	 * @return the instances among which the options choose
	 * @throws CommandException if there can be none
	 */
	Instances open() {
		if (this.timeout < 1) {
			throw new CommandException(ExitCode.USAGE, "--timeout has to be at least 1 second");
		}
		return new Instances(controlDirectory(), new ControlClient(Duration.ofSeconds(this.timeout)), this);
	}

	private ControlDirectory controlDirectory() {
		try {
			return ControlDirectory.find(directory());
		}
		catch (NoSuchFileException ex) {
			throw new CommandException(ExitCode.UNREACHABLE,
					("There is no control directory %s, so no instance that "
							+ "uses it runs; if one runs, be its user, and name its directory with --control-directory")
						.formatted(ex.getFile()));
		}
		catch (AccessDeniedException ex) {
			throw new CommandException(ExitCode.UNREACHABLE,
					"The control directory %s belongs to another user; run this as that user".formatted(ex.getFile()));
		}
		catch (IOException ex) {
			throw new CommandException(ExitCode.UNREACHABLE, ex.getMessage());
		}
	}

	private Path directory() throws IOException {
		if (this.directory != null) {
			return this.directory;
		}
		String variable = System.getenv(DIRECTORY_VARIABLE);
		return (variable != null && !variable.isEmpty()) ? Path.of(variable) : ControlDirectory.defaultForThisUser();
	}

	/**
	 * The sockets of instances that may be meant.
	 */
	List<Path> sockets(ControlDirectory in) throws IOException {
		return (this.pid != null) ? List.of(in.socketOf(this.pid)) : in.sockets();
	}

	/**
	 * Whether an instance is one of those that are meant.
	 */
	boolean isMeant(OperatorStatus instance) {
		return (this.application == null || this.application.equals(instance.application())) && (this.port == null
				|| instance.listeners().stream().anyMatch((listener) -> listener.address().getPort() == this.port));
	}

	/**
	 * Whether an instance that tells nothing of itself may be meant, too.
	 */
	boolean isAnyMeant() {
		return this.application == null && this.port == null;
	}

	@Override
	public String toString() {
		return Optional.ofNullable(this.application).map((name) -> " of application '" + name + "'").orElse("")
				+ Optional.ofNullable(this.port).map((number) -> " on port " + number).orElse("")
				+ Optional.ofNullable(this.pid).map((number) -> " with pid " + number).orElse("");
	}

}
