package io.hotupgrade.endtoend;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

import io.hotupgrade.endtoend.FaultCase.Origin;
import io.hotupgrade.loadmeter.KeptAliveClients;
import io.hotupgrade.loadmeter.LoadMeter;
import io.hotupgrade.loadmeter.NewConnections;
import io.hotupgrade.loadmeter.Target;
import io.hotupgrade.loadmeter.process.FreePort;
import io.hotupgrade.loadmeter.process.JavaLaunch;
import io.hotupgrade.loadmeter.process.JavaProcess;
import io.hotupgrade.loadmeter.process.SampleInstance;
import io.hotupgrade.loadmeter.process.StatusView;
import io.hotupgrade.loadmeter.process.UpgradeView;

/**
 * A running sample under light load, and all that can be done to it. Its successors are
 * launched by a script that each case may replace, or by default from a jar that it may
 * spoil. Used by many cases as long as they leave it healthy.
 */
final class FaultScene implements AutoCloseable {

	static final Duration LIMIT = Duration.ofSeconds(100);

	static final Duration PROBATION = Duration.ofSeconds(6);

	/** Time enough for the heartbeat to notice a process that hangs. */
	private static final String STEPS = "50% for 8s, 100%";

	private static final Duration METER_LIMIT = Duration.ofHours(2);

	private static final String JAVA = Path.of(System.getProperty("java.home"), "bin", "java").toString();

	private final Path directory;

	private final SampleInstance sample;

	private final LoadMeter meter;

	private final boolean byScript;

	private final boolean inSteps;

	private final JavaLaunch launch;

	private final List<AutoCloseable> strangers = new ArrayList<>();

	private long predecessor;

	private UpgradeView upgrade;

	private FaultScene(Path directory, JavaLaunch launch, SampleInstance sample, Origin origin) {
		this.byScript = isByScript(origin);
		this.inSteps = origin == Origin.IN_STEPS;
		this.launch = launch;
		this.directory = directory;
		this.sample = sample;
		this.meter = LoadMeter.start(sample.target(), METER_LIMIT, new NewConnections(50),
				new KeptAliveClients(5, Duration.ofMillis(200)));
	}

	static FaultScene open(Path parent, Origin origin) throws IOException {
		Path directory = Files.createTempDirectory(parent, "scene-");
		int port = FreePort.find();
		JavaLaunch plain = (isByScript(origin) ? Sample.quick(directory) : Sample.quickThinCopy(directory))
			.withJvmArguments("-Xmx192m")
			.withArguments("--server.port=" + port)
			.withEnvironment("HOTUPGRADE_PROBATION", PROBATION.toString())
			.withEnvironment("HOTUPGRADE_CONTROL_HEARTBEATTIMEOUT", "4s")
			.withEnvironment("HOTUPGRADE_LAUNCH_TIMEOUT", "40s")
			.withEnvironment("HOTUPGRADE_LAUNCH_TERMINATIONTIMEOUT", "3s")
			.withEnvironment("HOTUPGRADE_DRAIN_TIMEOUT", "10s")
			.withEnvironment("HOTUPGRADE_HISTORYSIZE", "5")
			// Where tests have to share the machine, it is not the version that is slow.
			.withEnvironment("HOTUPGRADE_GUARD_LATENCYMARGIN", "10s")
			.withEnvironment("HOTUPGRADE_SHIFT", (origin == Origin.IN_STEPS) ? STEPS : "instant");
		JavaLaunch launch = isByScript(origin)
				? plain.withEnvironment("HOTUPGRADE_LAUNCH_COMMAND", directory.resolve("launch.sh").toString()) : plain;
		JavaProcess process = JavaProcess.start(launch);
		SampleInstance sample = SampleInstance.adopt(process, Target.local(port), Target.local(port));
		try {
			sample.awaitServing(LIMIT);
			// With that it is also prepared for strangers on its port.
			Path socket = directory.resolve("control").resolve(process.pid() + ".sock");
			process.await("control socket " + socket, LIMIT, () -> Files.exists(socket));
			return new FaultScene(directory, launch, sample, origin);
		}
		catch (RuntimeException ex) {
			sample.close();
			throw ex;
		}
	}

	/**
	 * Makes everything as a healthy upgrade needs it.
	 */
	void reset() throws IOException {
		for (AutoCloseable stranger : List.copyOf(this.strangers)) {
			closeQuietly(stranger);
		}
		this.strangers.clear();
		this.upgrade = null;
		this.predecessor = this.sample.endpoint().status().pid();
		configure();
		if (!this.byScript) {
			Sample.putThinJar(jar());
		}
		launchBy("exec " + sampleCommand(""));
		Files.createDirectories(this.directory.resolve("healthy"));
	}

	boolean suits(FaultCase next) {
		return this.byScript == isByScript(next.origin()) && this.inSteps == (next.origin() == Origin.IN_STEPS)
				&& isHealthy();
	}

	private static boolean isByScript(Origin origin) {
		return origin != Origin.OWN_COMMAND;
	}

	private boolean isHealthy() {
		try {
			StatusView status = this.sample.endpoint().status();
			return status.state().equals("SERVING") && this.sample.family().count() == 1;
		}
		catch (IOException ex) {
			return false;
		}
	}

	/**
	 * That of a scene in which successors are launched with the instance's own command.
	 */
	Path jar() {
		return this.directory.resolve("app.jar");
	}

	Path control() {
		return this.directory.resolve("control");
	}

	SampleInstance sample() {
		return this.sample;
	}

	LoadMeter meter() {
		return this.meter;
	}

	long predecessor() {
		return this.predecessor;
	}

	long successor() {
		return this.upgrade.successor().pid();
	}

	UpgradeView upgrade() {
		return this.upgrade;
	}

	void began(UpgradeView begun) {
		this.upgrade = begun;
		this.sample.follow(begun.successor().pid());
	}

	/**
	 * Starts the next successor by hand, and waits until the upgrade has begun.
	 */
	void startByHand() {
		JavaProcess process = this.sample.startBeside(this.launch.withEnvironment("HOTUPGRADE_TAKEOVER", "require"));
		StatusView status = this.sample.endpoint()
			.awaitStatus("takeover by process " + process.pid(), LIMIT, (candidate) -> candidate.upgrade() != null
					&& candidate.upgrade().successor().pid() == process.pid());
		began(status.upgrade());
	}

	/**
	 * Adds to the configuration of the instances that start from now on. All of them are
	 * healthy while a certain directory exists, because free space is measured there.
	 */
	void configure(String... lines) {
		List<String> all = new ArrayList<>(
				List.of("management.health.diskspace.path=" + this.directory.resolve("healthy")));
		Collections.addAll(all, lines);
		Sample.configure(this.directory, all.toArray(String[]::new));
	}

	/**
	 * Holds the next successor in its start.
	 */
	void holdStart() throws IOException {
		configure("hotupgrade.health.timeout=60s");
		turnUnhealthy();
	}

	void turnUnhealthy() throws IOException {
		Files.deleteIfExists(this.directory.resolve("healthy"));
	}

	void turnHealthy() throws IOException {
		Files.createDirectories(this.directory.resolve("healthy"));
	}

	String sampleCommand(String jvmArguments) {
		return "%s %s %s -jar '%s' --server.port=%d".formatted(JAVA, String.join(" ", this.launch.jvmArguments()),
				jvmArguments, this.launch.jar(), this.sample.port());
	}

	/**
	 * Launches the next successors by a script.
	 */
	void launchBy(String script) throws IOException {
		Path copy = Files.writeString(this.directory.resolve("launch.part"), "#!/bin/sh\n" + script + "\n");
		Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString("rwx------"));
		Files.move(copy, this.directory.resolve("launch.sh"), StandardCopyOption.ATOMIC_MOVE);
	}

	void launchFake(FakeSuccessor.Behaviour behaviour) throws IOException {
		launchBy("exec %s -Xmx64m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -cp '%s' %s %s".formatted(JAVA,
				System.getProperty("java.class.path"), FakeSuccessor.class.getName(), behaviour));
	}

	/**
	 * Listens on the port of the instances, with SO_REUSEPORT.
	 */
	void joinPort(InetAddress address) throws IOException {
		ServerSocketChannel stranger = ServerSocketChannel.open();
		this.strangers.add(stranger);
		stranger.setOption(StandardSocketOptions.SO_REUSEPORT, true);
		stranger.bind(new InetSocketAddress(address, this.sample.port()));
	}

	/**
	 * Has something undone at the end of the case.
	 */
	void afterwards(AutoCloseable undo) {
		this.strangers.add(undo);
	}

	/**
	 * Files in the control directory that no instance should leave behind.
	 */
	List<String> leftFiles(long servingPid) {
		if (!Files.isDirectory(control())) {
			return List.of();
		}
		try (Stream<Path> files = Files.list(control())) {
			return files.map((file) -> file.getFileName().toString())
				.filter((name) -> !name.equals(servingPid + ".sock"))
				.filter((name) -> !name.endsWith(".lock"))
				.toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static void closeQuietly(AutoCloseable resource) {
		try {
			resource.close();
		}
		catch (Exception ex) {
			throw new IllegalStateException("A fault cannot be undone", ex);
		}
	}

	@Override
	public void close() {
		this.strangers.forEach(FaultScene::closeQuietly);
		this.meter.close();
		this.sample.close();
	}

}
