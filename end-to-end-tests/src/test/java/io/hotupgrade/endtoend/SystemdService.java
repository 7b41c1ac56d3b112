package io.hotupgrade.endtoend;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

import io.hotupgrade.loadmeter.Target;
import io.hotupgrade.loadmeter.process.FreePort;
import io.hotupgrade.loadmeter.process.StatusView;
import io.hotupgrade.loadmeter.process.UpgradeClient;
import io.hotupgrade.loadmeter.process.UpgradeView;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.Assertions;

/**
 * The sample, or another application, as the service {@code shop} of a machine, from a
 * unit of the documentation. Its port is the only thing that is changed there, because
 * this machine has others.
 */
final class SystemdService {

	static final Duration LIMIT = Duration.ofSeconds(100);

	/**
	 * Each look starts programs in the machine, which take processor time from the JVMs.
	 */
	private static final Duration POLL_INTERVAL = Duration.ofMillis(200);

	private static final String UNIT = "/etc/systemd/system/shop.service";

	/** For JVMs that start fast rather than run fast. */
	private static final String QUICK = """
			[Service]
			Environment="JDK_JAVA_OPTIONS=%s"
			""".formatted(ServiceJar.JVM_OPTIONS);

	private final NspawnMachine machine;

	private final int port = FreePort.find();

	private final UpgradeClient endpoint = new UpgradeClient(Target.local(this.port));

	SystemdService(NspawnMachine machine) {
		this.machine = machine;
		ServiceJar.deploy(machine, this.port);
	}

	/** Puts the other application where the sample was. */
	void deployNames() {
		NamesSample.putJar(directory().resolve(ServiceJar.NAME));
		this.machine.run("chmod", "644", NspawnMachine.SHARED + "/" + ServiceJar.NAME).orFail();
	}

	/**
	 * Installs a unit.
	 * @param unit the unit
	 * @param overrides lines of a drop-in
	 */
	void install(DocumentedFile unit, String... overrides) {
		this.machine.write(UNIT, unit.withPort(this.port));
		this.machine.write(UNIT + ".d/test.conf", QUICK + String.join("\n", overrides) + "\n");
		this.machine.run("systemctl", "daemon-reload").orFail();
	}

	/**
	 * Puts a file that is no unit where the documentation has it.
	 * @param file the file
	 */
	void write(DocumentedFile file) {
		this.machine.write(file.path(), file.withPort(this.port));
	}

	/**
	 * Configures the instances that start from now on. Of a key that is there twice the
	 * last one counts.
	 */
	void configure(String... lines) {
		// Where machines share the processors, it is not the version that is slow.
		Stream<String> always = Stream.of("server.port=" + this.port, "hotupgrade.shift=instant",
				"hotupgrade.warm-up.pipeline.enabled=false", "hotupgrade.guard.latency-margin=10s");
		String[] all = Stream.concat(always, Stream.of(lines)).toArray(String[]::new);
		Sample.configure(this.machine.directory(), all);
		this.machine.run("chmod", "644", NspawnMachine.SHARED + "/application.properties").orFail();
	}

	Path directory() {
		return this.machine.directory();
	}

	Target target() {
		return Target.local(this.port);
	}

	UpgradeClient endpoint() {
		return this.endpoint;
	}

	/** Whatever it says, with the journal where it fails. */
	CommandResult systemctl(String... arguments) {
		String[] command = new String[arguments.length + 2];
		System.arraycopy(arguments, 0, command, 1, arguments.length);
		command[0] = "systemctl";
		command[command.length - 1] = "shop";
		return this.machine.run(command);
	}

	/** Starts it, and its instances find themselves healthy. */
	void start() throws IOException {
		turnHealthy(true);
		CommandResult started = systemctl("start");
		Assertions.assertEquals(0, started.exitCode(), () -> started.output() + "\n" + journal());
	}

	/**
	 * Ends it, however it is, and forgets what it was.
	 */
	void clear() {
		this.machine.run("systemctl", "kill", "--signal=KILL", "shop");
		systemctl("stop");
		systemctl("reset-failed");
		this.machine.run("journalctl", "--rotate");
		this.machine.run("journalctl", "--vacuum-time=1s");
	}

	String property(String name) {
		return this.machine.run("systemctl", "show", "--property=" + name, "--value", "shop").orFail();
	}

	long mainPid() {
		return Long.parseLong(property("MainPID"));
	}

	String status() {
		return property("StatusText");
	}

	String journal() {
		return this.machine.run("journalctl", "-u", "shop", "-o", "cat", "--no-pager").output();
	}

	void kill(String signal, long pid) {
		this.machine.run("kill", "-" + signal, Long.toString(pid)).orFail();
	}

	/** Processes of the application, as the machine numbers them. */
	List<String> processes() {
		return this.machine.run("pgrep", "-f", "shop.jar").output().lines().toList();
	}

	void await(String what, BooleanSupplier condition) {
		try {
			Awaitility.await()
				.atMost(LIMIT)
				.pollDelay(Duration.ZERO)
				.pollInterval(POLL_INTERVAL)
				.until(condition::getAsBoolean);
		}
		catch (ConditionTimeoutException ex) {
			throw new IllegalStateException("No " + what + " within " + LIMIT + "; the journal:\n" + journal(), ex);
		}
	}

	/**
	 * Waits until another process is the main process, and serves.
	 * @param before the one before
	 * @return its state
	 */
	StatusView awaitOther(long before) {
		await("other main process than " + before + " that serves", () -> {
			long now = mainPid();
			return now != before && now != 0 && property("ActiveState").equals("active") && serves(now);
		});
		try {
			return this.endpoint.status();
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private boolean serves(long pid) {
		try {
			StatusView status = this.endpoint.status();
			return status.pid() == pid && status.state().equals("SERVING");
		}
		catch (IOException ex) {
			return false;
		}
	}

	UpgradeView begin() throws IOException {
		return this.endpoint.upgrade().upgrade();
	}

	/**
	 * What holds upgrades in their phases until {@link #reach} goes on.
	 * @param more further lines of configuration
	 * @return the lines
	 */
	String[] held(String... more) {
		return Stream.concat(Stream.of(more),
				Stream.of("hotupgrade.shift=50% until continued, 100%",
						"management.health.diskspace.path=" + NspawnMachine.SHARED + "/healthy",
						"hotupgrade.health.timeout=60s"))
			.toArray(String[]::new);
	}

	/**
	 * Begins an upgrade of an instance that is {@linkplain #held held}.
	 * @param phase the phase in which it then is
	 * @return the upgrade
	 */
	UpgradeView reach(String phase) throws IOException {
		turnHealthy(!phase.equals("STARTING"));
		UpgradeView begun = begin();
		if (!phase.equals("LAUNCHING")) {
			goOn(begun, phase);
		}
		return begun;
	}

	private void goOn(UpgradeView begun, String phase) {
		if (phase.equals("STARTING")) {
			awaitPhase(begun, phase);
			return;
		}
		awaitPhase(begun, "SHIFTING");
		if (!phase.equals("SHIFTING")) {
			proceed();
			awaitPhase(begun, phase);
		}
	}

	private void proceed() {
		try {
			this.endpoint.proceed();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Upgrades until the predecessor drains, and has something to finish.
	 * @return what it has to finish
	 */
	HeldRequest reachDrain() throws IOException {
		UpgradeView begun = reach("STARTING");
		HeldRequest held = HeldRequest.begin(target());
		turnHealthy(true);
		goOn(begun, "DRAINING");
		return held;
	}

	UpgradeView awaitEnd(UpgradeView begun) {
		try {
			return this.endpoint.awaitUpgrade(begun.id(), LIMIT);
		}
		catch (IllegalStateException ex) {
			throw new IllegalStateException(ex.getMessage() + "\n" + journal(), ex);
		}
	}

	void awaitPhase(UpgradeView begun, String phase) {
		this.endpoint.awaitStatus(phase, LIMIT, (status) -> phase.equals(status.state()) && status.upgrade() != null
				&& begun.id().equals(status.upgrade().id()));
	}

	void turnHealthy(boolean healthy) throws IOException {
		Path directory = directory().resolve("healthy");
		if (healthy) {
			Files.createDirectories(directory);
		}
		else {
			Files.deleteIfExists(directory);
		}
	}

}
