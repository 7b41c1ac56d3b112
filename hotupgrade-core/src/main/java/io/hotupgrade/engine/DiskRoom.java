package io.hotupgrade.engine;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.hotupgrade.Preflight;

/**
 * Whether there is room in the file systems that a new instance writes to while it
 * starts.
 *
 * @param directories where it writes
 * @param least how many bytes should be free
 */
record DiskRoom(List<Path> directories, long least) implements PreflightLook {

	private static final long MIB = 1 << 20;

	private static final long LEAST = 64 * MIB;

	/**
	 * The room for what every new instance writes: its output, and temporary files.
	 * @param control the control directory
	 * @return the room
	 */
	static DiskRoom with(Optional<Path> control) {
		List<Path> directories = new ArrayList<>(List.of(Path.of(System.getProperty("java.io.tmpdir"))));
		control.ifPresent(directories::add);
		return new DiskRoom(directories, LEAST);
	}

	@Override
	public List<Preflight.Finding> look() {
		List<FileStore> seen = new ArrayList<>();
		List<Preflight.Finding> findings = new ArrayList<>();
		for (Path directory : this.directories) {
			try {
				FileStore store = Files.getFileStore(directory);
				long free = store.getUsableSpace();
				if (free < this.least && !seen.contains(store)) {
					findings.add(finding(directory, free));
				}
				seen.add(store);
			}
			catch (IOException ex) {
				// It is made when it is needed, or that is refused by others.
			}
		}
		return findings;
	}

	private Preflight.Finding finding(Path directory, long free) {
		return Preflight.Finding.warning(Preflight.LITTLE_DISK_SPACE, free / MIB + " MiB",
				"Only %d MiB are free at %s, where a new instance writes its output and temporary files"
					.formatted(free / MIB, directory),
				"Free at least %d MiB".formatted(this.least / MIB));
	}

}
