package io.hotupgrade.command;

import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

import io.hotupgrade.internal.control.ControlDirectory;
import io.hotupgrade.internal.control.ControlMessage;
import io.hotupgrade.internal.control.ControlMessage.OperatorRefusal;
import io.hotupgrade.internal.control.ControlMessage.OperatorRequest;
import io.hotupgrade.internal.control.ControlMessage.OperatorStatus;
import io.hotupgrade.internal.control.ControlMessage.Refused;
import io.hotupgrade.internal.control.OperatorCommand;
import io.hotupgrade.internal.control.PeerRefusal;

/**
 * The instances of a control directory: finds the one that is meant, and asks.
 */
final class Instances {

	private static final String INTERNAL_ERROR = "INTERNAL_ERROR";

	private final ControlDirectory directory;

	private final ControlClient client;

	private final InstanceOptions meant;

	/**
	 * Creates them.
	 * @param directory where their sockets are
	 * @param client asks them
	 * @param meant which one is meant
	 */
	Instances(ControlDirectory directory, ControlClient client, InstanceOptions meant) {
		this.directory = directory;
		this.client = client;
		this.meant = meant;
	}

	/**
	 * The same instances for a question that takes long.
	 * @param limit how long the answer may take
	 * @return the instances
	 */
	Instances waitingFor(Duration limit) {
		return new Instances(this.directory, new ControlClient(limit), this.meant);
	}

	ControlClient client() {
		return this.client;
	}

	static OperatorRequest request(OperatorCommand command) {
		return new OperatorRequest(ControlMessage.PROTOCOL, command, "", "");
	}

	/**
	 * Finds the one that is meant: of the two instances of an upgrade the old one.
	 * @return the instance
	 * @throws CommandException if there is none, or more than one
	 */
	RunningInstance find() {
		Map<Path, CompletableFuture<ControlMessage>> answers = new LinkedHashMap<>();
		sockets().forEach((socket) -> answers.put(socket, this.client.ask(socket, request(OperatorCommand.STATUS))));
		List<RunningInstance> found = new ArrayList<>();
		List<String> mute = new ArrayList<>();
		answers.forEach((socket, answer) -> {
			try {
				OperatorStatus told = expect(OperatorStatus.class, answer.join());
				if (this.meant.isMeant(told)) {
					found.add(new RunningInstance(socket, told));
				}
			}
			catch (CompletionException ex) {
				if (!isGone(socket, ex.getCause())) {
					mute.add(describe(socket, ex.getCause()));
				}
			}
			catch (CommandException ex) {
				mute.add(name(socket) + ": " + ex.getMessage());
			}
		});
		return choose(found, mute);
	}

	private List<Path> sockets() {
		try {
			return this.meant.sockets(this.directory);
		}
		catch (IOException ex) {
			throw new CommandException(ExitCode.UNREACHABLE,
					"The control directory %s cannot be read: %s".formatted(this.directory.path(), ex.getMessage()));
		}
	}

	private RunningInstance choose(List<RunningInstance> found, List<String> mute) {
		if (found.isEmpty()) {
			throw new CommandException(ExitCode.UNREACHABLE,
					mute.isEmpty()
							? "No instance%s has its control socket in %s; one that still starts has none yet"
								.formatted(this.meant, this.directory.path())
							: "No instance%s answers. %s".formatted(this.meant, String.join("; ", mute)));
		}
		boolean one = found.size() == 1 || found.get(0).upgradeId().isPresent()
				&& found.stream().map(RunningInstance::upgradeId).distinct().count() == 1;
		if (!one || !mute.isEmpty() && this.meant.isAnyMeant()) {
			String list = found.stream().map(RunningInstance::describe).collect(Collectors.joining("\n  "));
			throw new CommandException(ExitCode.USAGE,
					"There are several instances; say which one with --application, --port or --pid:\n  %s%s"
						.formatted(list, mute.stream().map((line) -> "\n  " + line).collect(Collectors.joining())));
		}
		return found.stream().filter(RunningInstance::isPredecessor).findFirst().orElse(found.get(0));
	}

	/**
	 * Asks for something.
	 * @param <A> the answer
	 * @param instance whom
	 * @param request for what
	 * @param type what answer is expected
	 * @return the answer
	 * @throws CommandException if there is another answer or none
	 */
	<A extends ControlMessage> A ask(RunningInstance instance, OperatorRequest request, Class<A> type) {
		try {
			return expect(type, this.client.ask(instance.socket(), request).join());
		}
		catch (CompletionException ex) {
			throw new CommandException(ExitCode.UNREACHABLE, describe(instance.socket(), ex.getCause())
					+ "; whether it does what was asked for, 'hotupgrade status' tells when it answers again");
		}
	}

	/**
	 * Looks whether a process answers.
	 * @param pid the process
	 * @return what it tells of itself; empty if it does not
	 */
	Optional<OperatorStatus> statusOf(long pid) {
		try {
			ControlMessage answer = this.client.ask(this.directory.socketOf(pid), request(OperatorCommand.STATUS))
				.join();
			return (answer instanceof OperatorStatus status) ? Optional.of(status) : Optional.empty();
		}
		catch (CompletionException ex) {
			return Optional.empty();
		}
	}

	private static <A extends ControlMessage> A expect(Class<A> type, ControlMessage answer) {
		if (type.isInstance(answer)) {
			return type.cast(answer);
		}
		if (answer instanceof OperatorRefusal refusal) {
			boolean failed = refusal.reason().equals(INTERNAL_ERROR);
			throw new CommandException(failed ? ExitCode.FAILED : ExitCode.REFUSED,
					refusal.reason() + ": " + refusal.message());
		}
		if (answer instanceof Refused refused && refused.reason() != PeerRefusal.HELLO_EXPECTED) {
			throw new CommandException(ExitCode.REFUSED, refused.reason() + ": " + refused.message());
		}
		throw new CommandException(ExitCode.REFUSED,
				"The application has another release of this library, which does not know what was asked; use its own endpoint");
	}

	/** A killed process leaves its socket behind, where nobody listens. */
	private static boolean isGone(Path socket, Throwable failure) {
		return failure instanceof ConnectException || Files.notExists(socket);
	}

	private String describe(Path socket, Throwable failure) {
		if (failure instanceof TimeoutException) {
			return "%s does not answer within %d s: it hangs or is stopped".formatted(name(socket),
					this.client.limit().toSeconds());
		}
		if (failure instanceof EOFException) {
			return "%s ends the connection without an answer: it stops, has too many of them, or belongs to another user"
				.formatted(name(socket));
		}
		return "%s cannot be asked: %s".formatted(name(socket), failure.getMessage());
	}

	private static String name(Path socket) {
		return "Process " + socket.getFileName().toString().replace(".sock", "");
	}

}
