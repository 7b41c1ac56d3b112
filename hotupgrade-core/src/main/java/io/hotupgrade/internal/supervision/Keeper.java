package io.hotupgrade.internal.supervision;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.hotupgrade.internal.log.EngineLog;
import org.jspecify.annotations.Nullable;

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

	private static final String INSTANCE = "instance-";

	/**
	 * Readable by the owner, and to be left alone by those who clean up: the sticky bit.
	 */
	private static final int MODE = 01600;

	private static final EngineLog logger = EngineLog.of(Keeper.class);

	private static @Nullable Optional<Keeper> ofThisProcess;

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
		this.identity = identity(directory);
		// For reading, too: to open it for writing alone would wait for a keeper that
		// may be gone.
		this.fifo = FileChannel.open(directory.resolve(FIFO), StandardOpenOption.READ, StandardOpenOption.WRITE);
		write(INSTANCE + self.pid(), self.startTime());
	}

	/**
	 * Makes this process one of those that its keeper waits for.
	 * @param launched whether this process was launched by a predecessor
	 * @return the keeper, one for all application contexts of this process; empty if
	 * there is none
	 */
	public static synchronized Optional<Keeper> join(boolean launched) {
		if (ofThisProcess == null) {
			ofThisProcess = join(System.getenv(), Path.of("/proc"), ProcessHandle.current().pid(), launched);
		}
		return ofThisProcess;
	}

	/**
	 * Makes a process one of those that its keeper waits for.
	 * @param environment its environment
	 * @param proc where proc(5) is mounted
	 * @param pid its process id
	 * @param launched whether it was launched by a predecessor
	 * @return the keeper; empty if there is none, or its directory is gone
	 */
	static Optional<Keeper> join(Map<String, String> environment, Path proc, long pid, boolean launched) {
		ProcessTable processes = new ProcessTable(proc);
		Optional<ProcessEntry> self = processes.find(pid)
			.filter((process) -> isMeant(environment, processes, process, launched));
		if (self.isEmpty()) {
			return Optional.empty();
		}
		String directory = environment.get(VARIABLE);
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
	 * Whether the keeper that a process's environment names is its own. Everything that
	 * an instance starts inherits the variable, too, among it other applications.
	 * @param environment the environment
	 * @param processes the process table
	 * @param self the process
	 * @param launched whether it was launched by a predecessor
	 * @return {@code false} if there is no such variable, or not for this process
	 */
	static boolean isMeant(Map<String, String> environment, ProcessTable processes, ProcessEntry self,
			boolean launched) {
		String name = environment.getOrDefault(VARIABLE, "");
		if (name.isEmpty() || launched) {
			return !name.isEmpty();
		}
		Path directory = Path.of(name);
		List<ProcessEntry> ancestors = processes.ancestors(self);
		boolean belowInstance = ancestors.stream()
			.anyMatch((ancestor) -> Files.exists(directory.resolve(INSTANCE + ancestor.pid())));
		return !belowInstance && isKeptBy(directory, ancestors);
	}

	private static boolean isKeptBy(Path directory, List<ProcessEntry> ancestors) {
		try {
			String keeper = identity(directory)[0];
			return ancestors.stream().anyMatch((ancestor) -> keeper.equals(Long.toString(ancestor.pid())));
		}
		catch (IOException ex) {
			return true;
		}
	}

	private static String[] identity(Path directory) throws IOException {
		return Files.readString(directory.resolve("keeper"), StandardCharsets.US_ASCII).strip().split(" ");
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
	 * Tells the keeper that this process leaves in order, after it was ready.
	 * @param status what it ends with
	 */
	public void leaves(int status) {
		tell(INSTANCE + this.self.pid(), this.self.startTime() + " " + status);
	}

	private void tell(String name, String text) {
		try {
			write(name, text);
		}
		catch (IOException ex) {
			logger.warn("The keeper (pid {}) cannot be told of {}: {}", pid(), name, ex.toString());
		}
	}

	/**
	 * By rename, so that the keeper never reads half of it. See tmpfiles.d(5) for the
	 * mode.
	 */
	private synchronized void write(String name, String text) throws IOException {
		Path temporary = this.directory.resolve("new-%d".formatted(this.self.pid()));
		Files.writeString(temporary, text + "\n", StandardCharsets.US_ASCII);
		Files.setAttribute(temporary, "unix:mode", MODE);
		Files.move(temporary, this.directory.resolve(name), StandardCopyOption.ATOMIC_MOVE);
	}

}
