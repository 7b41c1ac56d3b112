package io.hotupgrade.internal.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

import io.hotupgrade.RefusalReason;
import io.hotupgrade.UpgradeRefusedException;

/**
 * Where successors start. A process knows the directory that it is in, and not by which
 * way it got there; its environment may: {@code PWD} is the path as a shell was told it.
 * If a link in it is switched to the next release, the successor has to start there.
 */
final class WorkingDirectory {

	/** Where the environment has the path that was used. */
	static final String VARIABLE = "PWD";

	private final Optional<Path> configured;

	private final LocalProcess self;

	private final Optional<Path> named;

	private final boolean ledHere;

	/**
	 * Creates it.
	 * @param configured what is configured in place of it
	 * @param self this process
	 * @param ledHere whether its path {@linkplain #leadsHere led here} when it was looked
	 * at first, before a link was switched
	 */
	WorkingDirectory(Optional<Path> configured, LocalProcess self, boolean ledHere) {
		this.configured = configured;
		this.self = self;
		this.named = named(self);
		this.ledHere = ledHere;
	}

	/**
	 * Whether the path by which a process was started leads to where it is.
	 * @param self the process
	 * @return whether it does now
	 */
	static boolean leadsHere(LocalProcess self) {
		return named(self).filter((path) -> leadsHere(path, self)).isPresent();
	}

	private static Optional<Path> named(LocalProcess self) {
		try {
			return Optional.ofNullable(self.environment().get(VARIABLE)).map(Path::of).filter(Path::isAbsolute);
		}
		catch (InvalidPathException ex) {
			return Optional.empty();
		}
	}

	private static boolean leadsHere(Path path, LocalProcess self) {
		try {
			return Files.isSameFile(path, self.proc().resolve("self/cwd"));
		}
		catch (IOException ex) {
			return false;
		}
	}

	/**
	 * Finds the directory in which a successor is started now.
	 * @return an absolute path, in which links stay
	 * @throws UpgradeRefusedException if it is gone
	 */
	Path find() {
		if (this.configured.isPresent()) {
			return existing(this.configured.get(), "hotupgrade.launch.directory=%s is no directory that can be used",
					"Create it, or correct the property");
		}
		Optional<Path> way = this.named.filter((path) -> this.ledHere || leadsHere(path, this.self));
		if (way.isPresent()) {
			return existing(way.get(),
					"The working directory %s, as this instance was started in it, is gone, or a "
							+ "link leads nowhere",
					"Put it back, or set hotupgrade.launch.directory where instances start next");
		}
		try {
			return this.self.directory();
		}
		catch (LaunchException ex) {
			throw notFound("", ex.getMessage(),
					"Put it back, start the application in a directory that stays or by way "
							+ "of a link ('cd /opt/current'), and set hotupgrade.launch.directory to it");
		}
	}

	private static Path existing(Path path, String otherwise, String remedy) {
		if (!Files.isDirectory(path)) {
			throw notFound(path.toString(), otherwise.formatted(path), remedy);
		}
		return path;
	}

	private static UpgradeRefusedException notFound(String directory, String problem, String remedy) {
		return new UpgradeRefusedException(RefusalReason.DIRECTORY_NOT_FOUND, directory, problem, remedy);
	}

}
