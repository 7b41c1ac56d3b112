package io.hotupgrade.internal.process;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A command and the one from a {@linkplain PreparedStart prepared start} that it becomes,
 * or comes from: an instance whose predecessor has died before it could say anything
 * knows no other command than its own.
 *
 * @param command the command
 */
record PreparedCommand(JavaCommand command) {

	/** Has the jar, as the command had it. The arguments of the start follow. */
	private static final String MARK = "-Dhotupgrade.prepared-from=";

	/** As many of the arguments that follow, at most, belong to the start. */
	private static final List<String> ADDED = List.of("-XX:SharedArchiveFile=", "-XX:AOTCache=");

	/**
	 * The same command, started from another place.
	 */
	JavaCommand from(PreparedStart prepared) throws LaunchException {
		List<String> added = new ArrayList<>(List.of(MARK + this.command.jar().orElseThrow()));
		added.addAll(prepared.jvmArguments());
		return this.command.withJar(prepared.jar().toString()).withAdded(added, List.of());
	}

	/**
	 * The command that this one was made from.
	 * @return this one if it was not made from another
	 */
	JavaCommand original() throws LaunchException {
		List<String> arguments = new ArrayList<>(this.command.arguments());
		Optional<String> mark = this.command.jvmArguments().stream().filter((any) -> any.startsWith(MARK)).findFirst();
		if (mark.isEmpty() || this.command.jar().isEmpty()) {
			return this.command;
		}
		int index = arguments.indexOf(mark.get());
		arguments.remove(index);
		if (ADDED.stream().anyMatch(arguments.get(index)::startsWith)) {
			arguments.remove(index);
		}
		return new JavaCommand(arguments).withJar(mark.get().substring(MARK.length()));
	}

	/**
	 * Leaves out the arguments, which may hold secrets.
	 */
	@Override
	public String toString() {
		return "PreparedCommand[%s]".formatted(this.command);
	}

}
