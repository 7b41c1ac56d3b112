package io.hotupgrade.endtoend;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.hotupgrade.loadmeter.process.Waiting;
import org.junit.jupiter.api.Assumptions;

/**
 * A Debian with a systemd of its own, in a container of systemd-nspawn: its processes,
 * its files and its /tmp are its own, and so is what it changes of the file system, which
 * vanishes with it. The network is that of this machine, so that load can be put on what
 * runs there, and so is the Java that runs the tests. Closing kills it.
 */
final class NspawnMachine implements AutoCloseable {

	/** Where {@link #directory()} is inside. */
	static final String SHARED = "/opt/shop";

	private static final Duration COMMAND_LIMIT = Duration.ofSeconds(150);

	private static final Duration BOOT_LIMIT = Duration.ofSeconds(90);

	private static final int KILL_SECONDS = 10;

	private static final Path JAVA = Path.of(System.getProperty("java.home"));

	private static final List<Path> CGROUPS = List.of(Path.of("/sys/fs/cgroup/systemd"),
			Path.of("/sys/fs/cgroup/unified"), Path.of("/sys/fs/cgroup"));

	/**
	 * A control group of its own: systemd takes the one that it finds itself in for its
	 * own, and there may be a second one in another test.
	 */
	private static final String START = "for root in %s; do if [ -e $root/cgroup.procs ]; then "
			+ "mkdir $root/$0 && echo $$ > $root/$0/cgroup.procs; fi; done; exec \"$@\"";

	private final String name = "hotupgrade-" + UUID.randomUUID().toString().substring(0, 8);

	private final Path log;

	private final Path directory;

	private final Process process;

	private final Thread onExit = new Thread(this::close);

	private NspawnMachine(Path root, Path directory) throws IOException {
		this.directory = Files.createDirectories(directory.resolve("shared"));
		Files.setPosixFilePermissions(this.directory, PosixFilePermissions.fromString("rwxr-xr-x"));
		this.log = directory.resolve("console.log");
		this.process = new ProcessBuilder(command(root)).redirectErrorStream(true)
			.redirectInput(Path.of("/dev/null").toFile())
			.redirectOutput(this.log.toFile())
			.start();
		Runtime.getRuntime().addShutdownHook(this.onExit);
	}

	/**
	 * Boots a machine. Skips the test where that is not possible.
	 * @param release the release of Debian
	 * @param directory a directory for what the machine shares and writes to its console
	 * @return the machine, to be closed
	 */
	static NspawnMachine boot(String release, Path directory) throws IOException, InterruptedException {
		Assumptions.assumeTrue("root".equals(System.getProperty("user.name")), "A machine can be booted by root only");
		Tools.assumeInstalled("systemd-nspawn", "systemd-container");
		Tools.assumeInstalled("nsenter", "util-linux");
		Assumptions.assumeTrue(CommandResult.of(COMMAND_LIMIT, "unshare", "-m", "-p", "-f", "true").exitCode() == 0,
				"No container can be made here: unshare is not allowed");
		NspawnMachine machine = new NspawnMachine(RootFileSystem.of(release), directory);
		try {
			machine.awaitBoot();
			return machine;
		}
		catch (IOException | InterruptedException | RuntimeException ex) {
			machine.close();
			throw ex;
		}
	}

	private List<String> command(Path root) {
		String start = START.formatted(String.join(" ", CGROUPS.stream().map(Path::toString).toList()));
		List<String> command = new ArrayList<>(List.of("sh", "-c", start, this.name, "systemd-nspawn", "--quiet",
				"--directory=" + root, "--volatile=overlay", "--machine=" + this.name, "--register=no", "--keep-unit",
				"--boot", "--console=pipe", "--kill-signal=SIGRTMIN+3", "--bind=" + this.directory + ":" + SHARED,
				"--bind-ro=" + JAVA));
		// Debian's Java has its configuration there.
		Stream.of(Path.of("/etc/java-%d-openjdk".formatted(Runtime.version().feature())))
			.filter(Files::isDirectory)
			.forEach((configuration) -> command.add("--bind-ro=" + configuration));
		return command;
	}

	private void awaitBoot() throws IOException, InterruptedException {
		boolean booted = Waiting.until(BOOT_LIMIT, () -> {
			if (!this.process.isAlive()) {
				throw failure("The machine has ended");
			}
			return leader() != 0
					&& run("systemctl", "is-system-running", "--wait").output().matches("running|degraded");
		});
		if (!booted) {
			throw failure("The machine has not booted within " + BOOT_LIMIT);
		}
		run("ln", "-s", JAVA.resolve("bin/java").toString(), "/usr/bin/java").orFail();
		run("useradd", "--system", "shop").orFail();
	}

	private IllegalStateException failure(String message) {
		try {
			return new IllegalStateException(message + ":\n" + Files.readString(this.log));
		}
		catch (IOException ex) {
			return new IllegalStateException(message, ex);
		}
	}

	private long leader() {
		return this.process.children().map(ProcessHandle::pid).findFirst().orElse(0L);
	}

	/**
	 * A directory of this machine that the other one has as {@link #SHARED}.
	 * @return the directory
	 */
	Path directory() {
		return this.directory;
	}

	/**
	 * Runs a command there, as root.
	 * @param command the command
	 * @return its result
	 */
	CommandResult run(String... command) {
		List<String> whole = new ArrayList<>(List.of("nsenter", "-t", Long.toString(leader()), "-m", "-p", "-n", "-i",
				"-u", "-C", "-r", "-w", "--"));
		whole.addAll(List.of(command));
		try {
			return CommandResult.of(COMMAND_LIMIT, whole.toArray(String[]::new));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Writes a file there.
	 * @param path its path
	 * @param text its content
	 */
	void write(String path, String text) {
		try {
			Path copy = Files.writeString(this.directory.resolve("written.part"), text);
			run("install", "-D", "-m", text.startsWith("#!") ? "755" : "644", SHARED + "/" + copy.getFileName(), path)
				.orFail();
			Files.delete(copy);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public void close() {
		try {
			// The first process of a container takes all others with it.
			this.process.children().forEach(ProcessHandle::destroyForcibly);
			if (!this.process.waitFor(KILL_SECONDS, TimeUnit.SECONDS)) {
				this.process.destroyForcibly().waitFor(KILL_SECONDS, TimeUnit.SECONDS);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		CGROUPS.forEach((root) -> removeGroups(root.resolve(this.name)));
		if (Thread.currentThread() != this.onExit) {
			Runtime.getRuntime().removeShutdownHook(this.onExit);
		}
	}

	/** Those below first. */
	private static void removeGroups(Path group) {
		if (!Files.isDirectory(group)) {
			return;
		}
		try (Stream<Path> groups = Files.walk(group)) {
			groups.filter(Files::isDirectory)
				.sorted(Comparator.reverseOrder())
				.forEach((empty) -> empty.toFile().delete());
		}
		catch (IOException | UncheckedIOException ex) {
			System.err.println("Not completely removed: " + group + ": " + ex);
		}
	}

}
