package io.hotupgrade.prepare;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.hotupgrade.LaunchPreparation;
import io.hotupgrade.PrepareSettings;
import io.hotupgrade.internal.prepare.Preparation;
import io.hotupgrade.internal.prepare.PreparationException;
import io.hotupgrade.internal.prepare.StartPreparation;
import io.hotupgrade.internal.process.LaunchException;
import io.hotupgrade.internal.process.PlannedStart;
import org.jspecify.annotations.Nullable;

/**
 * Prepares the start of an application as an upgrade with
 * {@code hotupgrade.launch.prepare} would do it, and leaves it where that upgrade finds
 * it. Prints the command that starts the application from there.
 *
 * @since 0.1.0
 */
public final class PrepareCommand {

	private static final String USAGE = """
			Usage: [--extract] [--directory=DIRECTORY] [--argument=ARGUMENT]... COMMAND

			Prepares the start of the application that COMMAND starts, such as: java -Xmx512m -jar app.jar

			  --extract     only extract the jar, without a training run
			  --directory   as hotupgrade.launch.prepare-directory; an absolute path
			  --argument    one of hotupgrade.launch.prepare-arguments""";

	private static final String EXTRACT = "--extract";

	private static final String DIRECTORY = "--directory=";

	private static final String ARGUMENT = "--argument=";

	private static final int FAILURE = 1;

	private static final int MISUSE = 2;

	private LaunchPreparation what = LaunchPreparation.TRAIN;

	private @Nullable Path directory;

	private final List<String> trainingArguments = new ArrayList<>();

	private final List<String> command = new ArrayList<>();

	private PrepareCommand(List<String> arguments) throws InvalidPathException {
		int index = 0;
		while (index < arguments.size() && arguments.get(index).startsWith("--")) {
			option(arguments.get(index));
			index++;
		}
		this.command.addAll(arguments.subList(index, arguments.size()));
		if (this.command.isEmpty()) {
			throw new IllegalArgumentException("There is no command");
		}
	}

	private void option(String option) {
		if (option.equals(EXTRACT)) {
			this.what = LaunchPreparation.EXTRACT;
		}
		else if (option.startsWith(DIRECTORY)) {
			this.directory = Path.of(option.substring(DIRECTORY.length()));
		}
		else if (option.startsWith(ARGUMENT)) {
			this.trainingArguments.add(option.substring(ARGUMENT.length()));
		}
		else {
			throw new IllegalArgumentException("Unknown option: " + option);
		}
	}

	/**
	 * Prepares a start, and ends the JVM.
	 * @param arguments see the usage that is printed where they make no sense
	 */
	public static void main(String[] arguments) {
		System.exit(run(List.of(arguments)));
	}

	private static int run(List<String> arguments) {
		try {
			new PrepareCommand(arguments).run();
			return 0;
		}
		catch (IllegalArgumentException ex) {
			System.err.println(ex.getMessage());
			System.err.println(USAGE);
			return MISUSE;
		}
		catch (PreparationException | LaunchException ex) {
			System.err.println("The start was not prepared: " + ex.getMessage());
			return FAILURE;
		}
	}

	private void run() throws PreparationException, LaunchException {
		PlannedStart planned = PlannedStart.of(this.command);
		PrepareSettings settings = new PrepareSettings(this.what, Optional.ofNullable(this.directory),
				Duration.ofDays(1), this.trainingArguments, PrepareSettings.NONE.kept(), false);
		StartPreparation preparation = new StartPreparation(settings, planned);
		Runtime.getRuntime().addShutdownHook(new Thread(() -> preparation.cancel("It was ended")));
		Preparation prepared = preparation.run();
		System.out.println("The start is prepared (" + prepared.description() + "):");
		System.out.println(String.join(" ", planned.from(prepared.start())));
	}

}
