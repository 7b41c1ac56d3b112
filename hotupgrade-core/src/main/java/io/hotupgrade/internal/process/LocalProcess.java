package io.hotupgrade.internal.process;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * What the launch of a successor depends on in this process.
 *
 * @param operatingSystem the system property {@code os.name}
 * @param pid its process id
 * @param environment its environment
 * @param proc where proc(5) is mounted
 * @param shell a POSIX shell, which need not exist
 */
record LocalProcess(String operatingSystem, long pid, Map<String, String> environment, Path proc, Path shell) {

	private static final String DELETED = " (deleted)";

	static LocalProcess current() {
		ProcessHandle self = ProcessHandle.current();
		return new LocalProcess(System.getProperty("os.name"), self.pid(), System.getenv(), Path.of("/proc"),
				Path.of("/bin/sh"));
	}

	boolean isLinux() {
		return this.operatingSystem.equals("Linux");
	}

	/**
	 * The command line. Not from {@link ProcessHandle}, which leaves it out from 4 KiB
	 * on.
	 */
	List<String> command() throws LaunchException {
		String text = decode(read("self/cmdline"));
		if (text.isEmpty()) {
			throw new LaunchException(
					"This process's own command line is empty; set hotupgrade.launch.command to the command to launch");
		}
		String terminated = text.endsWith("\0") ? text.substring(0, text.length() - 1) : text;
		return List.of(terminated.split("\0", -1));
	}

	/**
	 * The program that this process runs.
	 */
	Path executable() throws LaunchException {
		try {
			Path executable = Files.readSymbolicLink(this.proc.resolve("self/exe"));
			if (executable.toString().endsWith(DELETED)) {
				throw new LaunchException(("The program that this process runs has been deleted: %s. Install it again "
						+ "or set hotupgrade.launch.command")
					.formatted(executable));
			}
			return executable;
		}
		catch (IOException ex) {
			throw new LaunchException(
					"The program that this process runs cannot be seen; set hotupgrade.launch.command "
							+ "to a command that begins with a program's absolute path",
					ex);
		}
	}

	/**
	 * The working directory. Not the system property {@code user.dir}, which anybody can
	 * set.
	 */
	Path directory() throws LaunchException {
		try {
			return this.proc.resolve("self/cwd").toRealPath();
		}
		catch (IOException ex) {
			throw new LaunchException("The working directory of this process is gone or cannot be read", ex);
		}
	}

	private byte[] read(String file) throws LaunchException {
		try {
			return Files.readAllBytes(this.proc.resolve(file));
		}
		catch (IOException ex) {
			throw new LaunchException(
					"This process's own command line cannot be read; set hotupgrade.launch.command to "
							+ "the command to launch",
					ex);
		}
	}

	private static String decode(byte[] bytes) throws LaunchException {
		Charset charset = argumentCharset();
		String text = new String(bytes, charset);
		if (!Arrays.equals(text.getBytes(charset), bytes)) {
			throw new LaunchException(
					("This process's own command line has characters that a JVM with the character set "
							+ "%s cannot pass on. Start it with a UTF-8 locale, for example LC_ALL=C.UTF-8, or set "
							+ "hotupgrade.launch.command")
						.formatted(charset));
		}
		return text;
	}

	/**
	 * The character set in which {@link ProcessBuilder} passes arguments: see
	 * {@code java.lang.ProcessImpl}, which changed with JEP 400.
	 */
	private static Charset argumentCharset() {
		return (Runtime.version().feature() < 18) ? Charset.defaultCharset()
				: Charset.forName(System.getProperty("sun.jnu.encoding"));
	}

	/**
	 * Leaves out the environment, which may hold secrets.
	 */
	@Override
	public String toString() {
		return "LocalProcess[pid=%d]".formatted(this.pid);
	}

}
