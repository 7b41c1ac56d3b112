package io.hotupgrade.autoconfigure.names;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.hotupgrade.engine.UpgradeEngine;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringApplication;

/**
 * The {@linkplain NameFile files} of this process, which name the instance that serves:
 * written while this one does, and removed at its end only if no other one does.
 * Thread-safe.
 */
final class NameFiles {

	private static final Logger logger = LoggerFactory.getLogger(NameFiles.class);

	private static final NameFiles OF_THIS_PROCESS = new NameFiles(
			UpgradeEngine.isLaunched() || UpgradeEngine.isTraining());

	private final Map<Path, NameFile> files = new LinkedHashMap<>();

	private boolean removing;

	private volatile boolean expectant;

	private volatile boolean serving;

	/**
	 * Creates an empty set of files.
	 * @param launched whether this instance was launched by another, which serves
	 */
	NameFiles(boolean launched) {
		this.expectant = launched;
		this.serving = !launched;
	}

	/**
	 * The files of this process.
	 * @return the only set of them
	 */
	static NameFiles ofThisProcess() {
		return OF_THIS_PROCESS;
	}

	/**
	 * Another instance may serve, until it is told which one does.
	 */
	void expectPredecessor() {
		if (this.files.isEmpty()) {
			this.expectant = true;
			this.serving = false;
		}
	}

	/**
	 * Tells whether this instance is the one that serves. Does not write.
	 * @param serves whether it does
	 */
	void setServing(boolean serves) {
		this.expectant = false;
		this.serving = serves;
	}

	/**
	 * Tells that there is nobody who would {@linkplain #setServing tell}.
	 */
	void stopExpecting() {
		if (this.expectant) {
			setServing(true);
			write();
		}
	}

	/**
	 * Adds a file, and writes it if this instance serves.
	 * @param file the file
	 * @throws IOException if it cannot be written
	 */
	synchronized void add(NameFile file) throws IOException {
		this.files.put(file.path().toAbsolutePath().normalize(), file);
		removeAtTheEnd();
		if (this.serving) {
			file.write();
		}
	}

	/**
	 * Writes the files that do not say what they should, if this instance serves.
	 */
	synchronized void write() {
		if (!this.serving) {
			return;
		}
		for (NameFile file : List.copyOf(this.files.values())) {
			try {
				file.write();
			}
			catch (IOException ex) {
				logger.warn("{} does not name this instance, although it serves: {}", file.path(), ex.toString());
			}
		}
	}

	/** Boot calls its handlers when all contexts are closed. */
	private void removeAtTheEnd() {
		if (this.removing) {
			return;
		}
		this.removing = true;
		try {
			SpringApplication.getShutdownHandlers().add(this::remove);
		}
		catch (IllegalStateException ex) {
			logger.debug("The process ends already", ex);
		}
	}

	synchronized void remove() {
		if (!this.serving) {
			return;
		}
		for (NameFile file : this.files.values()) {
			try {
				file.delete();
			}
			catch (IOException ex) {
				logger.warn("{} cannot be removed: {}", file.path(), ex.toString());
			}
		}
	}

}
