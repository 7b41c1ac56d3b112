package io.hotupgrade.internal.prepare;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;

import io.hotupgrade.LaunchPreparation;
import io.hotupgrade.PrepareSettings;
import io.hotupgrade.internal.process.PlannedStart;
import io.hotupgrade.internal.process.PreparedStart;
import org.jspecify.annotations.Nullable;

/**
 * Prepares one start, unless that was done before. Whatever goes wrong, the jar is as it
 * was, and can be started. Thread-safe.
 */
public final class StartPreparation {

	/** A copy of a jar is a little larger than the jar, and there has to be some left. */
	private static final long COPIES = 2;

	/** An archive has the JVM's own classes, too, and is made from another file. */
	private static final long ARCHIVE_BYTES = 256L * 1024 * 1024;

	private static final long MEBIBYTE = 1024 * 1024;

	private final PrepareSettings settings;

	private final PlannedStart planned;

	private final Helpers helpers;

	private final ToLongFunction<Path> freeBytes;

	/**
	 * Creates it.
	 * @param settings what to do
	 * @param planned the start
	 */
	public StartPreparation(PrepareSettings settings, PlannedStart planned) {
		this(settings, planned, (directory) -> directory.toFile().getUsableSpace());
	}

	/**
	 * Creates it.
	 * @param settings what to do
	 * @param planned the start
	 * @param freeBytes how much room there is in a directory
	 */
	StartPreparation(PrepareSettings settings, PlannedStart planned, ToLongFunction<Path> freeBytes) {
		this.settings = settings;
		this.planned = planned;
		this.helpers = new Helpers(planned);
		this.freeBytes = freeBytes;
	}

	/**
	 * Prepares the start. Takes as long as it takes, unless it is {@linkplain #cancel
	 * cancelled}.
	 * @return the start
	 * @throws PreparationException if it has to be an ordinary one
	 */
	public Preparation run() throws PreparationException {
		try {
			return prepare();
		}
		catch (IOException ex) {
			throw new PreparationException(
					"The start of %s could not be prepared: %s".formatted(this.planned.jar(), ex), ex);
		}
		catch (UncheckedIOException ex) {
			throw new PreparationException(
					"The start of %s could not be prepared: %s".formatted(this.planned.jar(), ex.getCause()), ex);
		}
	}

	/**
	 * Ends it.
	 * @param why the message of the exception that {@link #run()} throws
	 */
	public void cancel(String why) {
		this.helpers.cancel(why);
	}

	private Preparation prepare() throws PreparationException, IOException {
		Path jar = this.planned.jar();
		JarStamp stamp = JarStamp.of(jar);
		ExecutableJar.check(jar);
		PreparedDirectory directory = PreparedDirectory.of(this.settings.directory().map(this::absolute), jar);
		PreparedCopy copy = directory.copy(jar, JarStamp.digest(jar));
		stamp.check(jar);
		Training training = (this.settings.what() == LaunchPreparation.TRAIN)
				? Training.of(this.planned, copy, this.settings.arguments(), this.helpers) : null;
		Optional<Preparation> known = known(copy, training);
		Preparation preparation = known.isPresent() ? known.get() : make(directory, copy, training);
		stamp.check(jar);
		copy.touch();
		return preparation;
	}

	private Path absolute(Path path) {
		return this.planned.directory().resolve(path);
	}

	private Optional<Preparation> known(PreparedCopy copy, @Nullable Training training)
			throws PreparationException, IOException {
		if (!copy.isComplete()) {
			return Optional.empty();
		}
		if (training == null) {
			return Optional.of(new Preparation(start(copy, List.of()), "extracted earlier"));
		}
		return training.known()
			.map((archive) -> new Preparation(start(copy, List.of(training.use(archive))),
					"extracted and trained earlier"));
	}

	private PreparedStart start(PreparedCopy copy, List<String> jvmArguments) {
		return new PreparedStart(this.planned.jar(), copy.jar(), jvmArguments);
	}

	private Preparation make(PreparedDirectory directory, PreparedCopy copy, @Nullable Training training)
			throws PreparationException, IOException {
		FileChannel lock = directory.lock();
		try {
			directory.clean(this.settings.kept(), copy, RunningCommands.now(Path.of("/proc")));
			checkRoom(directory.path(), training != null);
			boolean extracted = copy.isComplete();
			if (!extracted) {
				extract(directory, copy);
			}
			copy.touch();
			if (training == null) {
				return new Preparation(start(copy, List.of()), "extracted");
			}
			Path archive = train(directory, training);
			return new Preparation(start(copy, List.of(training.use(archive))),
					extracted ? "extracted earlier, and trained" : "extracted and trained");
		}
		finally {
			lock.close();
		}
	}

	/** The instance that serves may need the rest. */
	private void checkRoom(Path directory, boolean trains) throws PreparationException, IOException {
		long needed = COPIES * Files.size(this.planned.jar()) + (trains ? ARCHIVE_BYTES : 0);
		long free = this.freeBytes.applyAsLong(directory);
		if (free < needed) {
			throw new PreparationException(
					"There is not enough room in %s: %d MiB are free, and %d MiB may be needed; make room, or set hotupgrade.launch.prepare-directory"
						.formatted(directory, free / MEBIBYTE, needed / MEBIBYTE));
		}
	}

	private void extract(PreparedDirectory directory, PreparedCopy copy) throws PreparationException, IOException {
		Path work = directory.newWork();
		try {
			List<String> command = new ArrayList<>(this.planned.launcher());
			command.addAll(List.of("-XX:TieredStopAtLevel=1", "-Djarmode=tools", "-jar", this.planned.jar().toString(),
					"extract", "--destination", PreparedCopy.application(work).toString()));
			JarStamp before = JarStamp.of(this.planned.jar());
			this.helpers.run("Extracting " + this.planned.jar(), command);
			before.check(this.planned.jar());
			copy.moveFrom(work);
		}
		finally {
			PreparedDirectory.delete(work);
		}
	}

	private Path train(PreparedDirectory directory, Training training) throws PreparationException, IOException {
		Path work = directory.newWork();
		try {
			return training.run(work);
		}
		finally {
			PreparedDirectory.delete(work);
		}
	}

}
