package io.hotupgrade.endtoend;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

import io.hotupgrade.endtoend.FaultCase.Ending;
import io.hotupgrade.endtoend.FaultCase.Losses;
import io.hotupgrade.endtoend.FaultCase.Moment;
import io.hotupgrade.endtoend.FaultCase.Step;
import io.hotupgrade.endtoend.FaultCase.Survivor;
import io.hotupgrade.loadmeter.process.ProcessSignal;

/**
 * What can go wrong, and when, and what has to become of it.
 */
final class FaultMatrix {

	private static final Ending SUCCEEDS = Ending.served(Survivor.SUCCESSOR, "SUCCEEDED");

	private static final Ending SUCCEEDS_ALONE = Ending.served(Survivor.SUCCESSOR, "SUCCEEDED PREDECESSOR_DIED");

	private static final Ending STRANGER = Ending.served(Survivor.PREDECESSOR, "ROLLED_BACK STRANGER_ON_PORT");

	private static final Ending NOBODY_LEFT = Ending.served(Survivor.NOBODY);

	private static final Ending EXITED = Ending.served(Survivor.PREDECESSOR, "FAILED SUCCESSOR_EXITED");

	private static final Ending EXITED_LATE = Ending.served(Survivor.PREDECESSOR, "ROLLED_BACK SUCCESSOR_EXITED");

	private static final Ending ABORTED = Ending.served(Survivor.PREDECESSOR, "ABORTED ABORT_REQUESTED");

	private static final Step HELD_IN_START = FaultScene::holdStart;

	private static final Step SECOND_POST = (scene) -> expect(scene.sample().endpoint().upgrade().status(), 409);

	private static final Step DELETE = (scene) -> expect(scene.sample().endpoint().abort().status(), 202);

	private static final Step LATE_DELETE = (scene) -> expect(scene.sample().endpoint().abort().status(), 409);

	private FaultMatrix() {
	}

	static List<FaultCase> all() {
		return Stream
			.of(serving(), launching(), fakes(), starting(), probation(), draining(), byHand(), jar(), last(),
					shifting())
			.flatMap(List::stream)
			.toList();
	}

	/**
	 * Those that only root can bring about.
	 */
	static List<FaultCase> forRoot() {
		return List.of(FaultCase.of(Moment.SERVING, "disk of the control directory is full", FaultMatrix::fillDisk,
				Ending.served(Survivor.PREDECESSOR, "FAILED LAUNCH_FAILED", "501 CONTROL_UNAVAILABLE")));
	}

	private static List<FaultCase> serving() {
		return List.of(
				FaultCase
					.of(Moment.SERVING, "another process has joined the port (SO_REUSEPORT)", FaultMatrix::joinPort,
							Ending.served(Survivor.PREDECESSOR, "409 STRANGER_ON_PORT"))
					.quickly(),
				FaultCase.of(Moment.SERVING, "a socket of the same user takes what comes to one address of the port",
						FaultMatrix::listenAtLoopback, Ending.served(Survivor.PREDECESSOR, "409 STRANGER_ON_PORT")),
				FaultCase.of(Moment.SERVING, "control socket was deleted", (scene) -> delete(socketOf(scene)), SUCCEEDS)
					.quickly(),
				FaultCase.of(Moment.SERVING, "control directory was deleted", (scene) -> delete(scene.control()),
						SUCCEEDS),
				FaultCase
					.of(Moment.SERVING, "control directory was replaced by a file", FaultMatrix::fileForDirectory,
							Ending.served(Survivor.PREDECESSOR, "501 CONTROL_UNAVAILABLE"))
					.quickly(),
				FaultCase.of(Moment.SERVING, "predecessor has only eight descriptors left",
						FaultMatrix::limitDescriptors, SUCCEEDS));
	}

	private static List<FaultCase> launching() {
		return List.of(FaultCase.of(Moment.LAUNCHING, "successor is killed", toSuccessor(ProcessSignal.KILL), EXITED),
				FaultCase.of(Moment.LAUNCHING, "successor gets SIGTERM", toSuccessor(ProcessSignal.TERM),
						Ending.served(Survivor.PREDECESSOR, "FAILED SUCCESSOR_EXITED", "FAILED SUCCESSOR_STOPPED")),
				FaultCase.of(Moment.LAUNCHING, "successor stops responding", toSuccessor(ProcessSignal.STOP),
						Ending.served(Survivor.PREDECESSOR, "FAILED LAUNCH_TIMEOUT")),
				FaultCase
					.of(Moment.LAUNCHING, "successor has too little memory to start", Step.NOTHING,
							Ending.served(Survivor.PREDECESSOR, "FAILED SUCCESSOR_EXITED", "FAILED START_FAILED"))
					.prepared((scene) -> scene.launchBy("exec " + scene.sampleCommand("-Xmx8m"))),
				FaultCase.of(Moment.LAUNCHING, "the script that launches it cannot start the JVM", Step.NOTHING, EXITED)
					.prepared((scene) -> scene.launchBy("exec /no/such/java -jar app.jar"))
					.quickly(),
				FaultCase
					.of(Moment.LAUNCHING, "successor has a version of 1.2 MB", Step.NOTHING,
							Ending.served(Survivor.PREDECESSOR, "FAILED SUCCESSOR_EXITED"))
					.prepared((scene) -> scene.configure("sample.version=" + "1".repeat(1_200_000))),
				FaultCase
					.of(Moment.LAUNCHING, "successor listens for IPv4 only", Step.NOTHING,
							Ending.served(Survivor.PREDECESSOR, "FAILED LISTENERS_DIFFER"))
					.prepared((scene) -> scene
						.launchBy("exec " + scene.sampleCommand("-Djava.net.preferIPv4Stack=true"))),
				FaultCase
					.of(Moment.LAUNCHING, "successor needs a further port, which is in use", Step.NOTHING,
							Ending.served(Survivor.PREDECESSOR, "FAILED START_FAILED", "FAILED SUCCESSOR_EXITED"))
					.prepared(FaultMatrix::occupyManagementPort),
				FaultCase.of(Moment.LAUNCHING, "successor writes 1 GB to its output first", Step.NOTHING, SUCCEEDS)
					.prepared((scene) -> scene.launchBy("yes | head -c 1000000000\nexec " + scene.sampleCommand(""))),
				FaultCase.of(Moment.LAUNCHING, "control socket is deleted", (scene) -> delete(socketOf(scene)), EXITED),
				FaultCase.of(Moment.LAUNCHING, "control directory is deleted", (scene) -> delete(scene.control()),
						EXITED),
				FaultCase.of(Moment.LAUNCHING, "another process joins the port (SO_REUSEPORT)", FaultMatrix::joinPort,
						Ending.served(Survivor.PREDECESSOR, "FAILED STRANGER_ON_PORT")),
				FaultCase.of(Moment.LAUNCHING, "predecessor is stopped for 3 s",
						FaultMatrix::stopPredecessorFor3Seconds, SUCCEEDS),
				FaultCase.of(Moment.LAUNCHING, "second POST", SECOND_POST, SUCCEEDS),
				FaultCase.of(Moment.LAUNCHING, "DELETE", DELETE, ABORTED).quickly(),
				FaultCase
					.of(Moment.LAUNCHING, "predecessor is killed", toPredecessor(ProcessSignal.KILL), SUCCEEDS_ALONE)
					.losing(Losses.NOBODY_LISTENS)
					.quickly());
	}

	private static List<FaultCase> fakes() {
		return List.of(fake("closes the channel", FakeSuccessor.Behaviour.CLOSES, "FAILED CHANNEL_CLOSED").quickly(),
				fake("sends garbage", FakeSuccessor.Behaviour.GARBAGE, "FAILED PROTOCOL_VIOLATION").quickly(),
				fake("announces a frame without end", FakeSuccessor.Behaviour.ENDLESS_FRAME,
						"FAILED PROTOCOL_VIOLATION"),
				fake("asks and asks and does not read the answers", FakeSuccessor.Behaviour.NEVER_READS,
						"FAILED CHANNEL_CLOSED"),
				fake("floods the channel with messages that mean nothing", FakeSuccessor.Behaviour.FLOODS,
						"FAILED LAUNCH_TIMEOUT"),
				fake("sends garbage before anything else, and stays", FakeSuccessor.Behaviour.GARBAGE_FIRST,
						"FAILED LAUNCH_TIMEOUT"),
				fake("sends the right messages in the wrong order", FakeSuccessor.Behaviour.WRONG_ORDER,
						"FAILED PROTOCOL_VIOLATION")
					.quickly(),
				fake("says that it listens and does not", FakeSuccessor.Behaviour.ONLY_SAYS_THAT_IT_LISTENS,
						"FAILED STRANGER_ON_PORT", "FAILED LISTENERS_DIFFER"),
				fake("listens elsewhere", FakeSuccessor.Behaviour.OTHER_LISTENERS, "FAILED LISTENERS_DIFFER"),
				fake("speaks a protocol that is too old", FakeSuccessor.Behaviour.UNSUPPORTED_PROTOCOL,
						"FAILED SUCCESSOR_EXITED")
					.quickly(),
				fake("does not know the token", FakeSuccessor.Behaviour.WRONG_TOKEN, "FAILED SUCCESSOR_EXITED"),
				fake(Moment.PROBATION, "closes the channel", FakeSuccessor.Behaviour.CLOSES_IN_PROBATION,
						"ROLLED_BACK CHANNEL_CLOSED")
					.losing(Losses.HELD),
				fake(Moment.PROBATION, "sends garbage", FakeSuccessor.Behaviour.GARBAGE_IN_PROBATION,
						"ROLLED_BACK PROTOCOL_VIOLATION")
					.losing(Losses.HELD),
				fake(Moment.PROBATION, "sends the right messages in the wrong order",
						FakeSuccessor.Behaviour.WRONG_ORDER_IN_PROBATION, "ROLLED_BACK PROTOCOL_VIOLATION")
					.losing(Losses.HELD));
	}

	private static FaultCase fake(String does, FakeSuccessor.Behaviour behaviour, String... words) {
		return fake(Moment.LAUNCHING, does, behaviour, words);
	}

	private static FaultCase fake(Moment moment, String does, FakeSuccessor.Behaviour behaviour, String... words) {
		// It strikes by itself, so nothing has to be waited for.
		return FaultCase.of(moment, "successor " + does, Step.NOTHING, Ending.served(Survivor.PREDECESSOR, words))
			.prepared((scene) -> scene.launchFake(behaviour));
	}

	private static List<FaultCase> starting() {
		return List
			.of(FaultCase.of(Moment.STARTING, "successor is killed", toSuccessor(ProcessSignal.KILL), EXITED)
				.prepared(HELD_IN_START),
					FaultCase
						.of(Moment.STARTING, "successor gets SIGTERM", toSuccessor(ProcessSignal.TERM),
								Ending.served(Survivor.PREDECESSOR, "FAILED SUCCESSOR_STOPPED",
										"FAILED SUCCESSOR_EXITED"))
						.prepared(HELD_IN_START),
					FaultCase
						.of(Moment.STARTING, "successor stops responding", toSuccessor(ProcessSignal.STOP),
								Ending.served(Survivor.PREDECESSOR, "FAILED SUCCESSOR_UNRESPONSIVE"))
						.prepared(HELD_IN_START),
					FaultCase
						.of(Moment.STARTING, "successor does not become healthy", Step.NOTHING,
								Ending.served(Survivor.PREDECESSOR, "FAILED UNHEALTHY"))
						.prepared((scene) -> {
							scene.configure("hotupgrade.health.timeout=1s");
							scene.turnUnhealthy();
						})
						.quickly(),
					FaultCase.of(Moment.STARTING, "predecessor is stopped for 3 s",
							((Step) FaultMatrix::stopPredecessorFor3Seconds).then(FaultScene::turnHealthy), SUCCEEDS)
						.prepared(HELD_IN_START),
					FaultCase
						.of(Moment.STARTING, "control directory is deleted",
								((Step) (scene) -> delete(scene.control())).then(FaultScene::turnHealthy), SUCCEEDS)
						.prepared(HELD_IN_START),
					FaultCase.of(Moment.STARTING, "second POST", SECOND_POST.then(FaultScene::turnHealthy), SUCCEEDS)
						.prepared(HELD_IN_START),
					FaultCase.of(Moment.STARTING, "DELETE", DELETE, ABORTED).prepared(HELD_IN_START),
					FaultCase
						.of(Moment.STARTING, "predecessor is killed",
								toPredecessor(ProcessSignal.KILL).then(FaultScene::turnHealthy), SUCCEEDS_ALONE)
						.prepared(HELD_IN_START)
						.losing(Losses.HELD)
						.quickly());
	}

	private static List<FaultCase> probation() {
		return List.of(
				FaultCase.of(Moment.PROBATION, "successor is killed", toSuccessor(ProcessSignal.KILL), EXITED_LATE)
					.losing(Losses.HELD)
					.quickly(),
				FaultCase
					.of(Moment.PROBATION, "successor gets SIGTERM", toSuccessor(ProcessSignal.TERM),
							Ending.served(Survivor.PREDECESSOR, "ROLLED_BACK SUCCESSOR_STOPPED"))
					.quickly(),
				FaultCase
					.of(Moment.PROBATION, "successor stops responding", toSuccessor(ProcessSignal.STOP),
							Ending.served(Survivor.PREDECESSOR, "ROLLED_BACK SUCCESSOR_UNRESPONSIVE"))
					.losing(Losses.HELD_WHILE_STOPPED)
					.quickly(),
				FaultCase
					.of(Moment.PROBATION, "successor stops responding in the last second",
							((Step) FaultMatrix::awaitLastSecond).then(toSuccessor(ProcessSignal.STOP)),
							Ending.served(Survivor.PREDECESSOR, "ROLLED_BACK SUCCESSOR_UNRESPONSIVE"))
					.losing(Losses.HELD_WHILE_STOPPED),
				FaultCase.of(Moment.PROBATION, "successor runs out of memory and exits", Step.NOTHING,
						// On a busy machine its collector may try for longer than
						// anybody waits for a sign of life.
						Ending.served(Survivor.PREDECESSOR, "ROLLED_BACK SUCCESSOR_EXITED",
								"ROLLED_BACK SUCCESSOR_UNRESPONSIVE"))
					.prepared(leaking("-XX:+ExitOnOutOfMemoryError"))
					.losing(Losses.HELD_WHILE_STOPPED),
				FaultCase
					.of(Moment.PROBATION, "successor runs out of memory and stays", Step.NOTHING,
							Ending.served(Survivor.PREDECESSOR, "ROLLED_BACK GUARD", "ROLLED_BACK UNHEALTHY",
									"ROLLED_BACK SUCCESSOR_UNRESPONSIVE", "ROLLED_BACK CHANNEL_CLOSED"))
					.prepared(leaking("-XX:-ExitOnOutOfMemoryError"))
					.losing(Losses.ANSWERED_BADLY),
				FaultCase
					.of(Moment.PROBATION, "successor turns unhealthy", FaultScene::turnUnhealthy,
							Ending.served(Survivor.PREDECESSOR, "ROLLED_BACK UNHEALTHY"))
					.quickly(),
				FaultCase.of(Moment.PROBATION, "DELETE", DELETE, ABORTED),
				FaultCase.of(Moment.PROBATION, "second POST", SECOND_POST, SUCCEEDS),
				FaultCase.of(Moment.PROBATION, "control directory is deleted", (scene) -> delete(scene.control()),
						SUCCEEDS),
				FaultCase.of(Moment.PROBATION, "another process joins the port (SO_REUSEPORT)", FaultMatrix::joinPort,
						STRANGER),
				FaultCase.of(Moment.PROBATION, "predecessor is stopped for 3 s",
						FaultMatrix::stopPredecessorFor3Seconds, SUCCEEDS),
				FaultCase.of(Moment.PROBATION, "predecessor gets SIGTERM", toPredecessor(ProcessSignal.TERM), SUCCEEDS),
				FaultCase
					.of(Moment.PROBATION, "predecessor is killed", toPredecessor(ProcessSignal.KILL), SUCCEEDS_ALONE)
					.losing(Losses.HELD)
					.quickly());
	}

	/** With each request it keeps two megabytes, until there are none left. */
	private static Step leaking(String jvmArgument) {
		return (scene) -> {
			scene.configure("sample.leak=2MB");
			scene.launchBy("exec " + scene.sampleCommand(jvmArgument));
		};
	}

	private static List<FaultCase> draining() {
		return List.of(FaultCase.of(Moment.DRAINING, "DELETE", LATE_DELETE, SUCCEEDS),
				FaultCase.of(Moment.DRAINING, "second POST", SECOND_POST, SUCCEEDS),
				FaultCase.of(Moment.DRAINING, "control directory is deleted", (scene) -> delete(scene.control()),
						SUCCEEDS),
				FaultCase.of(Moment.DRAINING, "predecessor gets SIGTERM", toPredecessor(ProcessSignal.TERM), SUCCEEDS),
				FaultCase.of(Moment.DRAINING, "predecessor is stopped for 3 s", FaultMatrix::stopPredecessorFor3Seconds,
						SUCCEEDS),
				FaultCase
					.of(Moment.DRAINING, "predecessor is killed", toPredecessor(ProcessSignal.KILL), SUCCEEDS_ALONE)
					.losing(Losses.HELD)
					.quickly());
	}

	private static List<FaultCase> byHand() {
		return Stream
			.of(FaultCase.of(Moment.LAUNCHING, "nothing happens to the successor", Step.NOTHING, SUCCEEDS),
					FaultCase.of(Moment.LAUNCHING, "successor is killed", toSuccessor(ProcessSignal.KILL), EXITED),
					FaultCase.of(Moment.LAUNCHING, "second POST", SECOND_POST, SUCCEEDS),
					FaultCase.of(Moment.STARTING, "successor is killed", toSuccessor(ProcessSignal.KILL), EXITED)
						.prepared(HELD_IN_START),
					FaultCase
						.of(Moment.STARTING, "successor gets SIGTERM", toSuccessor(ProcessSignal.TERM),
								Ending.served(Survivor.PREDECESSOR, "FAILED SUCCESSOR_STOPPED",
										"FAILED SUCCESSOR_EXITED"))
						.prepared(HELD_IN_START),
					FaultCase
						.of(Moment.STARTING, "successor stops responding", toSuccessor(ProcessSignal.STOP),
								Ending.served(Survivor.PREDECESSOR, "FAILED SUCCESSOR_UNRESPONSIVE"))
						.prepared(HELD_IN_START),
					FaultCase.of(Moment.STARTING, "DELETE", DELETE, ABORTED).prepared(HELD_IN_START),
					FaultCase
						.of(Moment.STARTING, "predecessor is killed",
								toPredecessor(ProcessSignal.KILL).then(FaultScene::turnHealthy), SUCCEEDS_ALONE)
						.prepared(HELD_IN_START)
						.losing(Losses.HELD),
					FaultCase.of(Moment.PROBATION, "successor is killed", toSuccessor(ProcessSignal.KILL), EXITED_LATE)
						.losing(Losses.HELD),
					FaultCase.of(Moment.PROBATION, "successor gets SIGTERM", toSuccessor(ProcessSignal.TERM),
							Ending.served(Survivor.PREDECESSOR, "ROLLED_BACK SUCCESSOR_STOPPED")),
					FaultCase
						.of(Moment.PROBATION, "successor stops responding", toSuccessor(ProcessSignal.STOP),
								Ending.served(Survivor.PREDECESSOR, "ROLLED_BACK SUCCESSOR_UNRESPONSIVE"))
						.losing(Losses.HELD_WHILE_STOPPED),
					FaultCase
						.of(Moment.PROBATION, "predecessor is killed", toPredecessor(ProcessSignal.KILL),
								SUCCEEDS_ALONE)
						.losing(Losses.HELD)
						.quickly(),
					FaultCase
						.of(Moment.DRAINING, "predecessor is killed", toPredecessor(ProcessSignal.KILL), SUCCEEDS_ALONE)
						.losing(Losses.HELD))
			.map(FaultCase::byHand)
			.toList();
	}

	private static List<FaultCase> shifting() {
		return Stream.of(
				FaultCase.of(Moment.SHIFTING, "successor is killed", toSuccessor(ProcessSignal.KILL), EXITED_LATE)
					.losing(Losses.HELD)
					.quickly(),
				FaultCase.of(Moment.SHIFTING, "successor gets SIGTERM", toSuccessor(ProcessSignal.TERM),
						Ending.served(Survivor.PREDECESSOR, "ROLLED_BACK SUCCESSOR_STOPPED")),
				FaultCase
					.of(Moment.SHIFTING, "successor stops responding", toSuccessor(ProcessSignal.STOP),
							Ending.served(Survivor.PREDECESSOR, "ROLLED_BACK SUCCESSOR_UNRESPONSIVE"))
					.losing(Losses.HELD_WHILE_STOPPED),
				FaultCase.of(Moment.SHIFTING, "successor turns unhealthy", FaultScene::turnUnhealthy,
						Ending.served(Survivor.PREDECESSOR, "ROLLED_BACK UNHEALTHY")),
				FaultCase.of(Moment.SHIFTING, "DELETE", DELETE, ABORTED),
				FaultCase.of(Moment.SHIFTING, "second POST", SECOND_POST, SUCCEEDS),
				FaultCase.of(Moment.SHIFTING, "control directory is deleted", (scene) -> delete(scene.control()),
						SUCCEEDS),
				FaultCase.of(Moment.SHIFTING, "another process joins the port (SO_REUSEPORT)", FaultMatrix::joinPort,
						STRANGER),
				FaultCase.of(Moment.SHIFTING, "predecessor is stopped for 3 s", FaultMatrix::stopPredecessorFor3Seconds,
						SUCCEEDS),
				FaultCase
					.of(Moment.SHIFTING, "predecessor is killed", toPredecessor(ProcessSignal.KILL), SUCCEEDS_ALONE)
					.losing(Losses.HELD),
				FaultCase
					.of(Moment.SHIFTING, "predecessor gets SIGTERM", toPredecessor(ProcessSignal.TERM), NOBODY_LEFT)
					.losing(Losses.NOBODY_LISTENS))
			.map(FaultCase::inSteps)
			.toList();
	}

	private static List<FaultCase> jar() {
		return List.of(
				FaultCase
					.of(Moment.SERVING, "jar is missing", (scene) -> Files.delete(scene.jar()),
							Ending.served(Survivor.PREDECESSOR, "400 JAR_NOT_FOUND"))
					.withOwnCommand()
					.quickly(),
				FaultCase.of(Moment.SERVING, "jar is truncated", FaultMatrix::truncateJar,
						Ending.served(Survivor.PREDECESSOR, "400 JAR_INVALID", "400 JAR_NOT_FOUND",
								"FAILED SUCCESSOR_EXITED"))
					.withOwnCommand()
					.quickly(),
				FaultCase
					.of(Moment.LAUNCHING, "jar is replaced by half of one", FaultMatrix::truncateJar,
							Ending.served(Survivor.PREDECESSOR, "FAILED SUCCESSOR_EXITED", "FAILED START_FAILED"))
					.withOwnCommand());
	}

	/** After these, nobody is left, and the next case needs another scene. */
	private static List<FaultCase> last() {
		return List.of(
				FaultCase
					.of(Moment.LAUNCHING, "predecessor gets SIGTERM", toPredecessor(ProcessSignal.TERM), NOBODY_LEFT)
					.losing(Losses.NOBODY_LISTENS)
					.withOwnCommand()
					.quickly(),
				FaultCase.of(Moment.STARTING, "both get SIGINT", toBoth(ProcessSignal.INT), NOBODY_LEFT)
					.prepared(((Step) (scene) -> Processes.assumeInterruptible()).then(HELD_IN_START))
					.losing(Losses.NOBODY_LISTENS),
				FaultCase.of(Moment.PROBATION, "both get SIGTERM", toBoth(ProcessSignal.TERM), NOBODY_LEFT)
					.losing(Losses.NOBODY_LISTENS),
				FaultCase
					.of(Moment.PROBATION, "both are killed", toBoth(ProcessSignal.KILL),
							Ending.served(Survivor.NOBODY_TO_CLEAN_UP))
					.losing(Losses.NOBODY_LISTENS),
				FaultCase.of(Moment.DRAINING, "successor gets SIGTERM", toSuccessor(ProcessSignal.TERM), NOBODY_LEFT)
					.losing(Losses.NOBODY_LISTENS));
	}

	private static Step toSuccessor(ProcessSignal signal) {
		return (scene) -> signal.sendTo(scene.successor());
	}

	private static Step toPredecessor(ProcessSignal signal) {
		return (scene) -> signal.sendTo(scene.predecessor());
	}

	private static Step toBoth(ProcessSignal signal) {
		return toPredecessor(signal).then(toSuccessor(signal));
	}

	private static void awaitLastSecond(FaultScene scene) {
		LockSupport.parkNanos(FaultScene.PROBATION.minusSeconds(1).toNanos());
	}

	private static void stopPredecessorFor3Seconds(FaultScene scene) {
		ProcessSignal.STOP.sendTo(scene.predecessor());
		try {
			LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(3));
		}
		finally {
			ProcessSignal.CONT.sendTo(scene.predecessor());
		}
	}

	private static Path socketOf(FaultScene scene) {
		return scene.control().resolve(scene.predecessor() + ".sock");
	}

	/** As any process of this user can. */
	private static void joinPort(FaultScene scene) throws IOException {
		scene.joinPort(new InetSocketAddress(0).getAddress());
	}

	/** Clients come by IPv4, and lose nothing to it. */
	private static void listenAtLoopback(FaultScene scene) throws IOException {
		scene.joinPort(InetAddress.getByName("::1"));
	}

	private static void occupyManagementPort(FaultScene scene) throws IOException {
		ServerSocket taken = new ServerSocket(0);
		scene.afterwards(taken);
		scene.configure("management.server.port=" + taken.getLocalPort());
	}

	private static void delete(Path path) throws IOException {
		if (Files.isDirectory(path)) {
			try (Stream<Path> files = Files.list(path)) {
				for (Path file : files.toList()) {
					delete(file);
				}
			}
		}
		Files.deleteIfExists(path);
	}

	private static void fileForDirectory(FaultScene scene) throws IOException {
		delete(scene.control());
		Files.createFile(scene.control());
		scene.afterwards(() -> Files.delete(scene.control()));
	}

	private static void fillDisk(FaultScene scene) throws Exception {
		// The case before may have left none.
		Path control = Files.createDirectories(scene.control(),
				PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
		Tools.runAsRoot("mount", "-t", "tmpfs", "-o", "size=4k,nr_inodes=1,mode=0700", "tmpfs", control.toString());
		scene.afterwards(() -> Tools.runAsRoot("umount", control.toString()));
	}

	private static void limitDescriptors(FaultScene scene) throws Exception {
		String pid = Long.toString(scene.predecessor());
		int highest;
		try (Stream<Path> open = Files.list(Path.of("/proc", pid, "fd"))) {
			highest = open.mapToInt((file) -> Integer.parseInt(file.getFileName().toString())).max().orElseThrow();
		}
		Tools.run("prlimit", "--pid", pid, "--nofile=" + (highest + 8) + ":");
		scene.afterwards(() -> {
			// After a good upgrade it is gone.
			if (ProcessHandle.of(Long.parseLong(pid)).filter(ProcessHandle::isAlive).isPresent()) {
				Tools.run("prlimit", "--pid", pid, "--nofile=4096:");
			}
		});
	}

	private static void truncateJar(FaultScene scene) throws IOException {
		byte[] all = Files.readAllBytes(scene.jar());
		Path half = Files.write(scene.jar().resolveSibling("half.part"), Arrays.copyOf(all, all.length / 2));
		Files.move(half, scene.jar(), StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
	}

	private static void expect(int actual, int expected) {
		if (actual != expected) {
			throw new AssertionError("The endpoint answered with status " + actual + ", expected: " + expected);
		}
	}

}
