package io.hotupgrade.endtoend;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.hotupgrade.loadmeter.process.Waiting;

/**
 * A machine as far as its network goes: a namespace with an address and ports of its own
 * and an sshd that lets root in with a key. Its files and processes are this machine's.
 * Closing kills the sshd and removes the namespace.
 */
final class NetworkHost implements AutoCloseable {

	private static final Duration LIMIT = Duration.ofSeconds(20);

	/** For tests of networks (RFC 2544), which nobody routes. */
	private static final String NETWORK = "198.18.7.";

	private static final String SSHD = "/usr/sbin/sshd";

	private final String name;

	private final String address;

	private final Path directory;

	private Process sshd;

	private NetworkHost(int number, Path directory) {
		this.name = "hotupgrade-%d-%d".formatted(ProcessHandle.current().pid(), number);
		this.address = NETWORK + (4 * number + 2);
		this.directory = directory;
	}

	/**
	 * Makes a host. Skips the test where that is not possible.
	 * @param number what tells it from the others, from 1 on
	 * @param directory an existing directory for its files
	 * @param key a private key, whose public one is beside it
	 * @return the host, to be closed
	 */
	static NetworkHost create(int number, Path directory, Path key) throws IOException, InterruptedException {
		Tools.assumeInstalled("ip", "iproute2");
		Tools.assumeInstalled(SSHD, "openssh-server");
		NetworkHost host = new NetworkHost(number, directory);
		Tools.runAsRoot("ip", "netns", "add", host.name);
		try {
			host.connect(number);
			host.startSshd(key);
			return host;
		}
		catch (IOException | InterruptedException | RuntimeException ex) {
			host.close();
			throw ex;
		}
	}

	private void connect(int number) throws IOException, InterruptedException {
		String here = "hotupgrade" + number;
		Tools.runAsRoot("ip", "link", "add", here, "type", "veth", "peer", "name", "eth0", "netns", this.name);
		Tools.run("ip", "addr", "add", NETWORK + (4 * number + 1) + "/30", "dev", here);
		Tools.run("ip", "link", "set", here, "up");
		Tools.run("ip", "-n", this.name, "addr", "add", this.address + "/30", "dev", "eth0");
		Tools.run("ip", "-n", this.name, "link", "set", "eth0", "up");
		Tools.run("ip", "-n", this.name, "link", "set", "lo", "up");
	}

	private void startSshd(Path key) throws IOException, InterruptedException {
		Files.createDirectories(Path.of("/run/sshd"));
		Path hostKey = this.directory.resolve("host-key");
		Tools.run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", hostKey.toString());
		Path configuration = Files.writeString(this.directory.resolve("sshd_config"), """
				HostKey %s
				AuthorizedKeysFile %s.pub
				PermitRootLogin prohibit-password
				StrictModes no
				PidFile none
				Subsystem sftp internal-sftp
				""".formatted(hostKey, key));
		Path log = this.directory.resolve("sshd.log");
		this.sshd = new ProcessBuilder(inside(List.of(SSHD, "-D", "-e", "-f", configuration.toString())))
			.redirectErrorStream(true)
			.redirectOutput(log.toFile())
			.start();
		if (!Waiting.until(LIMIT, () -> says(log, "Server listening on 0.0.0.0"))) {
			throw new IllegalStateException("sshd does not listen: " + Files.readString(log));
		}
	}

	private boolean says(Path log, String text) {
		try {
			return Files.readString(log).contains(text);
		}
		catch (IOException ex) {
			return false;
		}
	}

	/**
	 * A command that runs there.
	 * @param command the command
	 * @return what to start here
	 */
	List<String> inside(List<String> command) {
		List<String> whole = new ArrayList<>(List.of("ip", "netns", "exec", this.name));
		whole.addAll(command);
		return whole;
	}

	/**
	 * Its address, as this machine reaches it.
	 * @return the address
	 */
	String address() {
		return this.address;
	}

	/**
	 * The directory of its files.
	 * @return the directory
	 */
	Path directory() {
		return this.directory;
	}

	@Override
	public void close() {
		if (this.sshd != null) {
			this.sshd.descendants().forEach(ProcessHandle::destroyForcibly);
			this.sshd.destroyForcibly();
		}
		try {
			// Its end of the cable takes the other with it.
			Tools.run("ip", "netns", "delete", this.name);
		}
		catch (IOException ex) {
			System.err.println("Not removed: network namespace " + this.name + ": " + ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
