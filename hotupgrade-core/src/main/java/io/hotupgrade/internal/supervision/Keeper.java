package io.hotupgrade.internal.supervision;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;

import io.hotupgrade.internal.log.EngineLog;

/**
 * The script {@code hotupgrade-keeper}, which has started the first generation and waits
 * until no instance is left, as one of its instances sees it. What both know of each
 * other are files in a directory that the keeper has made:
 * <ul>
 * <li>{@code fifo}, which each instance holds open for writing: its end of file tells the
 * keeper that nobody is left,
 * <li>{@code keeper}, with the keeper's process id and start time,
 * <li>{@code instance-}<i>pid</i>, with the start time of an instance and, once it has
 * left in order, its status,
 * <li>{@code serving}, with the process id of the one that serves.
 * </ul>
 * A failure is logged and changes nothing for the instance. Thread-safe.
 */
public final class Keeper {

	/** Name of the variable with the directory's path. */
	public static final String VARIABLE = "HOTUPGRADE_KEEPER";

	private static final String FIFO = "fifo";

	private static final EngineLog logger = EngineLog.of(Keeper.class);

	private final Path directory;

	private final ProcessTable processes;

	private final ProcessEntry self;

	private final String[] identity;

	/** Never closed: the kernel does that when the process has ended, however it ends. */
	private final FileChannel fifo;

	private Keeper(Path directory, ProcessTable processes, ProcessEntry self) throws IOException {
		this.directory = directory;
		this.processes = processes;
		this.self = self;
		this.identity = Files.readString(directory.resolve("keeper"), StandardCharsets.US_ASCII).strip().split(" ");
		// For reading, too: to open it for writing alone would wait for a keeper that
		// may be gone.
		this.fifo = FileChannel.open(directory.resolve(FIFO), StandardOpenOption.READ, StandardOpenOption.WRITE);
		write("instance-" + self.pid(), self.startTime());
	}

	/**
	 * Makes this process one of those that its keeper waits for.
	 * @return the keeper; empty if there is none
	 */
	public static Optional<Keeper> join() {
		return ThisProcess.KEEPER;
	}

	/**
	 * Makes a process one of those that its keeper waits for.
	 * @param environment its environment
	 * @param proc where proc(5) is mounted
	 * @param pid its process id
	 * @return the keeper; empty if there is none, or its directory is gone
	 */
	static Optional<Keeper> join(Map<String, String> environment, Path proc, long pid) {
		String directory = environment.getOrDefault(VARIABLE, "");
		ProcessTable processes = new ProcessTable(proc);
		Optional<ProcessEntry> self = processes.find(pid);
		if (directory.isEmpty() || self.isEmpty()) {
			return Optional.empty();
		}
		try {
			return Optional.of(new Keeper(Path.of(directory), processes, self.get()));
		}
		catch (IOException | RuntimeException ex) {
			logger.warn("The keeper that {}={} names cannot be joined, and will not wait for this instance: {}",
					VARIABLE, directory, ex.toString());
			return Optional.empty();
		}
	}

	/**
	 * Whether the keeper is still there and would notice a successor.
	 * @return {@code false} if it has ended, or somebody has removed its files
	 */
	public boolean isRunning() {
		return this.fifo.isOpen() && Files.exists(this.directory.resolve(FIFO))
				&& this.processes.find(pid())
					.filter((process) -> this.identity.length > 1 && process.startTime().equals(this.identity[1]))
					.isPresent();
	}

	long pid() {
		try {
			return Long.parseLong(this.identity[0]);
		}
		catch (NumberFormatException ex) {
			return 0;
		}
	}

	/**
	 * Tells the keeper that this process serves: signals are passed on to it.
	 */
	public void serves() {
		tell("serving", Long.toString(this.self.pid()));
	}

	/**
	 * Tells the keeper that this process leaves in order.
	 * @param status what it ends with
	 */
	public void leaves(int status) {
		tell("instance-" + this.self.pid(), this.self.startTime() + " " + status);
	}

	private void tell(String name, String text) {
		try {
			write(name, text);
		}
		catch (IOException ex) {
			logger.warn("The keeper (pid {}) cannot be told of {}: {}", pid(), name, ex.toString());
		}
	}

	/** By rename, so that the keeper never reads half of it. */
	private void write(String name, String text) throws IOException {
		Path temporary = this.directory.resolve("new-%d".formatted(this.self.pid()));
		Files.writeString(temporary, text + "\n", StandardCharsets.US_ASCII);
		Files.move(temporary, this.directory.resolve(name), StandardCopyOption.ATOMIC_MOVE);
	}

	/**
	 * One for all application contexts of this process.
	 */
	private static final class ThisProcess {

		static final Optional<Keeper> KEEPER = join(System.getenv(), Path.of("/proc"), ProcessHandle.current().pid());

	}

}
