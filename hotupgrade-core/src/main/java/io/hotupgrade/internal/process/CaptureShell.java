package io.hotupgrade.internal.process;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

import io.hotupgrade.internal.supervision.Keeper;

/**
 * The shell that arranges a process's descriptors for {@link OutputCapture}, which a
 * {@link ProcessBuilder} cannot.
 *
 * @param program the shell
 */
record CaptureShell(Path program) {

	/**
	 * The shell becomes the command, so the process id stays. Appending makes it safe to
	 * truncate the file while the process writes, see open(2). What the command starts
	 * before the launching process could raise its score inherits it, too. The keeper
	 * waits for the process from its first moment on, should its predecessor die before
	 * the JVM has got so far.
	 */
	private static final String SCRIPT = ("[ ! -p \"$%s/fifo\" ] || exec 5<>\"$%s/fifo\"; export %s=$$; exec %d>&1 %d>&2 >>\"$%s\" 2>&1; "
			+ "[ -z \"$%s\" ] || { echo %d >/proc/self/oom_score_adj; } 2>/dev/null; exec \"$@\"")
		.formatted(Keeper.VARIABLE, Keeper.VARIABLE, Addressee.VARIABLE, OutputCapture.REAL_OUTPUT,
				OutputCapture.REAL_ERROR, HandOff.OUTPUT, OomScore.VARIABLE, OomScore.HIGHEST);

	/** The names that every shell passes on; the second form is bash's, for functions. */
	private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*|BASH_FUNC_.*");

	/**
	 * Looks whether the shell can be used. Some, dash among them, drop variables such as
	 * {@code spring.datasource.url}, which are legal and, with containers, common: the
	 * successor would start with another configuration.
	 * @param variables the names of the environment variables to pass on
	 * @return why it cannot be used, or empty if it can
	 */
	Optional<String> obstacle(Collection<String> variables) {
		if (!Files.isExecutable(this.program)) {
			return Optional.of("There is no " + this.program);
		}
		return variables.stream()
			.filter((name) -> !VARIABLE.matcher(name).matches())
			.findFirst()
			.map((name) -> "A shell may drop the environment variable %s because of its name".formatted(name));
	}

	/**
	 * The command that runs another one with its output captured, given that the variable
	 * {@link HandOff#OUTPUT} names the file. Makes the process the one {@link Addressee}.
	 */
	List<String> wrap(List<String> command) {
		List<String> wrapped = new ArrayList<>(List.of(this.program.toString(), "-c", SCRIPT, "sh"));
		wrapped.addAll(command);
		return wrapped;
	}

}
