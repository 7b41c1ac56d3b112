package io.hotupgrade.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;

import io.hotupgrade.Preflight;
import io.hotupgrade.UpgradeOutcome;
import io.hotupgrade.UpgradePhase;
import io.hotupgrade.UpgradeRecord;
import io.hotupgrade.internal.control.ControlMessage;
import io.hotupgrade.internal.control.ControlMessage.OperatorCheck;
import io.hotupgrade.internal.control.ControlMessage.OperatorPreparation;
import io.hotupgrade.internal.control.ControlMessage.OperatorRefusal;
import io.hotupgrade.internal.control.ControlMessage.OperatorRequest;
import io.hotupgrade.internal.control.ControlMessage.OperatorUpgrade;
import io.hotupgrade.internal.control.ControlMessage.Refused;
import io.hotupgrade.internal.control.OperatorCommand;
import io.hotupgrade.internal.control.PeerRefusal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the command with control sockets that behave in all manners: what it asks,
 * what it tells, and its exit codes, which are numbers here on purpose.
 */
@Timeout(60)
class CommandTests {

	@TempDir
	private Path temp;

	private final StringWriter out = new StringWriter();

	private final StringWriter err = new StringWriter();

	private final List<AutoCloseable> open = new ArrayList<>();

	@BeforeEach
	void closeDirectory() throws IOException {
		Files.setPosixFilePermissions(this.temp, PosixFilePermissions.fromString("rwx------"));
	}

	@AfterEach
	void close() throws Exception {
		for (AutoCloseable instance : this.open) {
			instance.close();
		}
	}

	private int run(String... arguments) {
		return run(this.out, arguments);
	}

	private int run(Writer to, String... arguments) {
		String[] all = Arrays.copyOf(arguments, arguments.length + 1);
		all[arguments.length] = "--control-directory=" + this.temp;
		return Main.commandLine()
			.setOut(new PrintWriter(to, true))
			.setErr(new PrintWriter(this.err, true))
			.execute(all);
	}

	private FakeInstance instance(long pid, Function<OperatorRequest, ControlMessage> answers) throws IOException {
		FakeInstance instance = FakeInstance.open(this.temp, pid, answers.andThen(Optional::of));
		this.open.add(instance);
		return instance;
	}

	private FakeInstance serving(long pid, String application, int port) throws IOException {
		return instance(pid, (request) -> FakeInstance.status(pid, application, port));
	}

	/** One that serves, and answers a command. */
	private FakeInstance answering(ControlMessage answer) throws IOException {
		return instance(101, (request) -> (request.command() == OperatorCommand.STATUS)
				? FakeInstance.status(101, "shop", 8080) : answer);
	}

	@Test
	void statusTellsWhichInstanceItIsAndWhatItDoes() throws Exception {
		serving(101, "shop", 8080);
		assertThat(run("status")).isZero();
		assertThat(this.out.toString().lines()).containsExactly("shop, version v1, pid 101, generation 3, port 8080",
				"  state        SERVING", "  connections  12 (http1 10, stream 2)", "  requests     2",
				"  steering     cbpf");
		assertThat(this.err.toString()).isEmpty();
	}

	@Test
	void statusOfAnUpgradeNamesBothInstances() throws Exception {
		instance(101,
				(request) -> FakeInstance.status(101, "shop", 8080,
						Optional.of(FakeInstance.running(UpgradePhase.STARTING)),
						List.of(FakeInstance.ended(UpgradeOutcome.FAILED))));
		assertThat(run("status")).isZero();
		assertThat(this.out.toString()).contains("  old          version v1, pid 101, generation 3")
			.contains("  new          version v2, pid 102, generation 4")
			.contains("FAILED after 90 s (START_FAILED)")
			.contains("  | Caused by: no database");
	}

	@Test
	void statusAsJsonHasTheNamesOfTheEndpoint() throws Exception {
		instance(101, (request) -> FakeInstance.status(101, "shop", 8080, Optional.empty(),
				List.of(FakeInstance.ended(UpgradeOutcome.FAILED))));
		assertThat(run("status", "--json")).isZero();
		assertThat(this.out.toString())
			.isEqualTo("{'application':'shop','ports':[8080],'state':'SERVING','generation':3,".concat(
					"'pid':101,'version':'v1','steering':{'mode':'cbpf','detail':''},'connections':12,'requests':2,")
				.concat("'history':[{'id':'4c1d','phase':'STARTING','outcome':'FAILED','reason':'START_FAILED',")
				.concat("'message':'bean 'x' is \\'missing\\'','predecessor':{'pid':101,'generation':3,'version':'v1'},")
				.concat("'successor':{'pid':102,'generation':4,'version':'v2'},'startedAt':'2026-01-02T03:04:05Z',")
				.concat("'endedAt':'2026-01-02T03:05:35Z','durationMillis':90000,'timings':{},'receipt':{")
				.concat("'connectionsAtCommit':5,'requestsAtCommit':2,'acceptQueueAtCommit':0,'connectionsCut':0,")
				.concat("'requestsCut':0,'cut':{},'commitMicros':0,'sessions':{'moved':0,'returned':0,'leftBehind':0,'unreadable':0},")
				.concat("'state':{'handedOver':0,'returned':0,'ignored':0,'failed':0,'bytes':0},")
				.concat("'exclusive':{'resources':[],'pauseMillis':0,'held':0,'forwarded':0,'refused':0}},'output':['Caused by: no database']}]}\n")
				.replace('\'', '"')
				.replace("bean \"x\"", "bean 'x'"));
	}

	@ParameterizedTest
	@CsvSource({ "--application=shop, 101", "--port=9090, 103", "--pid=103, 103", "-ashop -p8080, 101" })
	void instanceIsFoundByWhatIsKnownOfIt(String options, long pid) throws Exception {
		serving(101, "shop", 8080);
		serving(103, "books", 9090);
		List<String> arguments = new ArrayList<>(List.of("status"));
		arguments.addAll(List.of(options.split(" ")));
		assertThat(run(arguments.toArray(String[]::new))).isZero();
		assertThat(this.out.toString()).contains("pid " + pid);
	}

	@Test
	void severalInstancesAreListedAndNoneOfThemIsAsked() throws Exception {
		FakeInstance shop = serving(101, "shop", 8080);
		serving(103, "books", 9090);
		assertThat(run("upgrade")).isEqualTo(2);
		assertThat(this.err.toString()).contains("say which one")
			.contains("shop, version v1, pid 101")
			.contains("books, version v1, pid 103");
		assertThat(shop.requests()).extracting(OperatorRequest::command).containsOnly(OperatorCommand.STATUS);
	}

	@Test
	void instancesOfOneUpgradeAreOneAndTheOldOneIsAsked() throws Exception {
		Optional<UpgradeRecord> running = Optional.of(FakeInstance.running(UpgradePhase.SHIFTING));
		FakeInstance predecessor = instance(101, (request) -> (request.command() == OperatorCommand.STATUS)
				? FakeInstance.status(101, "shop", 8080, running, List.of()) : new OperatorUpgrade(running.get()));
		instance(102, (request) -> FakeInstance.status(102, "shop", 8080, running, List.of()));
		assertThat(run("abort")).isZero();
		assertThat(this.out.toString()).isEqualTo("Upgrade 4c1d is being aborted\n");
		assertThat(predecessor.requests()).extracting(OperatorRequest::command)
			.containsExactly(OperatorCommand.STATUS, OperatorCommand.ABORT);
	}

	@Test
	void instanceThatDoesNotExistCannotBeReached() throws Exception {
		serving(101, "shop", 8080);
		assertThat(run("status", "--application=other")).isEqualTo(5);
		assertThat(run("status", "--pid=102")).isEqualTo(5);
		assertThat(this.err.toString())
			.contains("No instance of application 'other' has its control socket in " + this.temp)
			.contains("No instance with pid 102");
	}

	@Test
	void socketOfAKilledInstanceIsPassedOver() throws Exception {
		ServerSocketChannel.open(StandardProtocolFamily.UNIX)
			.bind(UnixDomainSocketAddress.of(this.temp.resolve("99.sock")))
			.close();
		assertThat(run("status")).isEqualTo(5);
		serving(101, "shop", 8080);
		assertThat(run("status")).isZero();
	}

	@Test
	void instanceThatHangsIsWaitedForOnlySoLong() throws Exception {
		this.open.add(ServerSocketChannel.open(StandardProtocolFamily.UNIX)
			.bind(UnixDomainSocketAddress.of(this.temp.resolve("99.sock"))));
		assertThat(run("status", "--timeout=1")).isEqualTo(5);
		assertThat(this.err.toString()).contains("Process 99 does not answer within 1 s: it hangs or is stopped");
		serving(101, "shop", 8080);
		assertThat(run("status", "--timeout=1")).isEqualTo(2);
		assertThat(run("status", "--timeout=1", "--application=shop")).isZero();
	}

	@Test
	void instanceThatEndsTheConnectionCannotBeReached() throws Exception {
		this.open.add(FakeInstance.open(this.temp, 99, (request) -> Optional.empty()));
		assertThat(run("status")).isEqualTo(5);
		assertThat(this.err.toString()).contains("Process 99 ends the connection without an answer");
	}

	@Test
	void instanceOfAnEarlierReleaseIsNamedAsThat() throws Exception {
		instance(99, (request) -> new Refused(PeerRefusal.HELLO_EXPECTED, "The first message has to be Hello"));
		assertThat(run("status")).isEqualTo(5);
		assertThat(this.err.toString()).contains("another release of this library");
	}

	@Test
	void directoryThatOthersCanEnterIsNotTrusted() throws Exception {
		Files.setPosixFilePermissions(this.temp, PosixFilePermissions.fromString("rwxr-xr-x"));
		serving(101, "shop", 8080);
		assertThat(run("status")).isEqualTo(5);
		assertThat(this.err.toString()).contains("chmod 700");
	}

	@Test
	void directoryThatIsMissingMeansThatNothingRuns() throws Exception {
		assertThat(Main.commandLine()
			.setErr(new PrintWriter(this.err, true))
			.execute("status", "--control-directory=" + this.temp.resolve("none"))).isEqualTo(5);
		assertThat(this.err.toString()).contains("There is no control directory " + this.temp.resolve("none"));
	}

	@Test
	void upgradeThatIsNotWaitedForIsDoneWhenItHasBegun() throws Exception {
		FakeInstance instance = answering(new OperatorUpgrade(FakeInstance.running(UpgradePhase.LAUNCHING)));
		assertThat(run("upgrade", "--jar=/opt/app.jar", "--sha256=0a1b")).isZero();
		assertThat(this.out.toString()).startsWith("Upgrade 4c1d of shop, version v1, pid 101");
		assertThat(instance.requests()).last()
			.isEqualTo(new OperatorRequest(1, OperatorCommand.UPGRADE, "/opt/app.jar", "0a1b"));
	}

	@Test
	void refusalIsToldWithItsReason() throws Exception {
		answering(new OperatorRefusal("NOT_READY", "This instance is still starting"));
		assertThat(run("upgrade", "--wait")).isEqualTo(4);
		assertThat(run("continue")).isEqualTo(4);
		assertThat(run("drain", "--wait")).isEqualTo(4);
		assertThat(this.err.toString()).startsWith("hotupgrade: NOT_READY: This instance is still starting\n");
		assertThat(this.out.toString()).isEmpty();
	}

	@Test
	void errorInTheInstanceIsAFailure() throws Exception {
		answering(new OperatorRefusal("INTERNAL_ERROR", "its log says why"));
		assertThat(run("upgrade")).isEqualTo(1);
	}

	/** Goes through records, one at each look; the last one stays. */
	private void following(long pid, Stream<Optional<UpgradeRecord>> looks) throws IOException {
		Iterator<Optional<UpgradeRecord>> next = looks.iterator();
		UpgradeRecord[] last = new UpgradeRecord[1];
		instance(pid, (request) -> {
			if (request.command() == OperatorCommand.UPGRADE) {
				return new OperatorUpgrade(FakeInstance.running(UpgradePhase.LAUNCHING));
			}
			if (request.command() == OperatorCommand.REHEARSE) {
				return new OperatorUpgrade(FakeInstance.rehearsal(UpgradePhase.LAUNCHING));
			}
			if (next.hasNext()) {
				last[0] = next.next().orElse(null);
			}
			Optional<UpgradeRecord> seen = Optional.ofNullable(last[0]);
			return FakeInstance.status(pid, "shop", 8080,
					seen.filter((upgrade) -> upgrade.ending().outcome().isEmpty()),
					seen.filter((upgrade) -> upgrade.ending().outcome().isPresent()).stream().toList());
		});
	}

	@ParameterizedTest
	@CsvSource({ "SUCCEEDED, 0", "FAILED, 1", "ROLLED_BACK, 3", "ABORTED, 6" })
	void upgradeThatIsWaitedForHasTheExitCodeOfItsOutcome(UpgradeOutcome outcome, int code) throws Exception {
		following(101, Stream.of(Optional.empty(), Optional.of(FakeInstance.running(UpgradePhase.LAUNCHING)),
				Optional.of(FakeInstance.running(UpgradePhase.STARTING)), Optional.of(FakeInstance.ended(outcome))));
		assertThat(run("upgrade", "--wait")).isEqualTo(code);
		assertThat(this.out.toString()).contains(" LAUNCHING the new version is started (pid 102)\n")
			.contains(" STARTING  the new version (pid 102) listens and is not ready yet\n");
		if (outcome == UpgradeOutcome.SUCCEEDED) {
			assertThat(this.out.toString()).contains("v1 (pid 101) -> v2 (pid 102): SUCCEEDED after 90 s\n")
				.contains("5 connections and 2 requests were open at the switch");
			assertThat(this.err.toString()).isEmpty();
		}
		else {
			assertThat(this.err.toString()).contains(": %s after 90 s (START_FAILED)\n".formatted(outcome))
				.contains("  bean 'x' is \"missing\"\n")
				.contains("  | Caused by: no database\n");
		}
	}

	@Test
	void rehearsalTellsWhatItHasFound() throws Exception {
		following(101, Stream.of(Optional.empty(), Optional.of(FakeInstance.rehearsal(UpgradePhase.LAUNCHING)),
				Optional.of(FakeInstance.rehearsed())));
		assertThat(run("rehearse", "--jar=/opt/app.jar")).isZero();
		assertThat(this.out.toString().lines())
			.startsWith("Rehearsal 4c1d at shop, version v1, pid 101, generation 3, port 8080 has begun")
			.endsWith("Rehearsal 4c1d, 2026-01-02T03:04:05Z: v1 (pid 101) -> v2 (pid 102): REHEARSED after 21 s",
					"  The new version became ready",
					"  The new version was ready 18.2 s after its launch, with 14.1 s of processor time and 312 MiB of memory, 340 MiB at most",
					"  Warm-up FINISHED after 2.1 s: 500 requests, 0 failures",
					"    pipeline GET /: 500 times, 0 failed, 12.35 ms at first, 0.80 ms at last");
		assertThat(this.err.toString()).isEmpty();
	}

	@Test
	void rehearsalAsJsonIsNothingButItsResult() throws Exception {
		following(101, Stream.of(Optional.empty(), Optional.of(FakeInstance.rehearsed())));
		assertThat(run("rehearse", "--json")).isZero();
		assertThat(this.out.toString())
			.startsWith("{\"id\":\"4c1d\",\"rehearsal\":true,\"phase\":\"STARTING\",\"outcome\":\"REHEARSED\"")
			.contains(
					"\"start\":{\"durationMillis\":18240,\"cpuMillis\":14110,\"residentBytes\":327155712,\"peakBytes\":356515840}")
			.hasLineCount(1);
	}

	@ParameterizedTest
	@CsvSource({ "FAILED, 1", "ABORTED, 6" })
	void rehearsalThatDoesNotGetThereHasTheExitCodeOfItsOutcome(UpgradeOutcome outcome, int code) throws Exception {
		UpgradeRecord ended = FakeInstance.ended(outcome);
		following(101, Stream.of(Optional.empty(), Optional.of(new UpgradeRecord(FakeInstance.rehearsed().identity(),
				ended.progress(), ended.ending(), ended.receipt()))));
		assertThat(run("rehearse")).isEqualTo(code);
		assertThat(this.err.toString()).startsWith("Rehearsal 4c1d")
			.contains("(START_FAILED)", "  | Caused by: no database");
	}

	@Test
	void rehearsalThatTakesTooLongIsLeftToItself() throws Exception {
		following(101, Stream.of(Optional.empty(), Optional.of(FakeInstance.rehearsal(UpgradePhase.STARTING))));
		assertThat(run("rehearse", "--wait-limit=1")).isEqualTo(7);
		assertThat(this.err.toString()).contains("Rehearsal 4c1d is still in phase STARTING");
	}

	@Test
	void upgradeIsFollowedFromTheOldInstanceToTheNewOne() throws Exception {
		following(101, Stream.of(Optional.empty()));
		following(102, Stream.of(Optional.of(FakeInstance.running(UpgradePhase.DRAINING)),
				Optional.of(FakeInstance.ended(UpgradeOutcome.SUCCEEDED))));
		assertThat(run("upgrade", "--wait", "--pid=101")).isZero();
		assertThat(this.out.toString()).contains("DRAINING  the old version finishes what it has accepted");
	}

	@Test
	void upgradeThatTakesTooLongIsLeftToItself() throws Exception {
		following(101, Stream.of(Optional.empty(), Optional.of(FakeInstance.running(UpgradePhase.STARTING))));
		assertThat(run("upgrade", "--wait-limit=1")).isEqualTo(7);
		assertThat(this.err.toString()).contains("still in phase STARTING after 1 s").contains("hotupgrade abort");
	}

	@Test
	void upgradeOfWhichNobodyTellsAnyMoreIsUndecided() throws Exception {
		following(101, Stream.of(Optional.empty()));
		assertThat(run("upgrade", "--wait", "--timeout=1")).isEqualTo(5);
		assertThat(this.err.toString()).contains("Neither the old nor the new instance tells of upgrade 4c1d");
	}

	@ParameterizedTest
	@CsvSource({ "true, 0", "false, 1" })
	void preparationEndsAsItWent(boolean prepared, int code) throws Exception {
		FakeInstance instance = answering(new OperatorPreparation(prepared, "so it went"));
		assertThat(run("prepare", "--jar=/opt/app.jar")).isEqualTo(code);
		assertThat(prepared ? this.out.toString() : this.err.toString()).isEqualTo("so it went\n");
		assertThat(instance.requests()).last()
			.isEqualTo(new OperatorRequest(1, OperatorCommand.PREPARE, "/opt/app.jar", ""));
	}

	@Test
	void preparationMayTakeLongerThanOtherAnswers() throws Exception {
		CountDownLatch impatience = new CountDownLatch(1);
		instance(101, (request) -> {
			if (request.command() == OperatorCommand.STATUS) {
				return FakeInstance.status(101, "shop", 8080);
			}
			await(impatience, 2);
			return new OperatorPreparation(true, "at last");
		});
		assertThat(run("prepare", "--timeout=1")).isZero();
		assertThat(run("prepare", "--timeout=1", "--wait-limit=1")).isEqualTo(5);
	}

	/** Waits for what never happens: the answer takes that long. */
	private static void await(CountDownLatch never, int seconds) {
		try {
			never.await(seconds, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@Test
	void drainOfAProcessThatIsGoneIsOver() throws Exception {
		FakeInstance instance = instance(Integer.MAX_VALUE,
				(request) -> FakeInstance.status(Integer.MAX_VALUE, "shop", 8080));
		assertThat(run("drain", "--wait")).isZero();
		assertThat(instance.requests()).last().extracting(OperatorRequest::command).isEqualTo(OperatorCommand.DRAIN);
		assertThat(this.out.toString()).contains("drains 12 connections").contains("has ended");
	}

	@Test
	void checkTellsAllFindingsAndWhetherAnUpgradeWouldBeRefused() throws Exception {
		answering(new OperatorCheck(new Preflight(
				List.of(new Preflight.Finding(Preflight.Severity.OBSTACLE, "JAR_NOT_FOUND", "app.jar", "no jar", ""),
						new Preflight.Finding(Preflight.Severity.WARNING, "SAME_JAR", "app.jar", "the same", "")))));
		assertThat(run("check")).isEqualTo(4);
		assertThat(this.out.toString())
			.isEqualTo("OBSTACLE JAR_NOT_FOUND: no jar\nWARNING SAME_JAR: the same\nAn upgrade would be refused\n");
	}

	@Test
	void checkWithoutObstaclesIsDone() throws Exception {
		answering(new OperatorCheck(new Preflight(List.of())));
		assertThat(run("check", "--json")).isZero();
		assertThat(this.out.toString()).isEqualTo("{\"possible\":true,\"findings\":[]}\n");
	}

	@Test
	void historyIsEmptyAtFirst() throws Exception {
		serving(101, "shop", 8080);
		assertThat(run("history")).isZero();
		assertThat(run("history", "--json")).isZero();
		assertThat(this.out.toString()).isEqualTo("No upgrade has ended yet\n[]\n");
	}

	@ParameterizedTest
	@CsvSource({ "''", "explode", "status --bogus", "status --port=http", "status --timeout=0" })
	void commandLineThatIsWrongIsSaidToBe(String arguments) {
		assertThat(run(arguments.isEmpty() ? new String[0] : arguments.split(" "))).isEqualTo(2);
		assertThat(this.err.toString()).isNotBlank();
		assertThat(this.out.toString()).isEmpty();
	}

	@Test
	void helpHasNoColoursForWhoeverIsNoTerminalAndListsTheExitCodes() {
		assertThat(Main.commandLine().setOut(new PrintWriter(this.out, true)).execute("--help")).isZero();
		assertThat(this.out.toString()).doesNotContain("\u001b").contains("rolled back").contains("drain");
		for (ExitCode code : ExitCode.values()) {
			assertThat(this.out.toString()).containsPattern("(?m)^ +" + code.number() + " +\\w");
		}
	}

	@Test
	void completionKnowsTheSubcommands() {
		assertThat(Main.commandLine().setOut(new PrintWriter(this.out, true)).execute("generate-completion")).isZero();
		assertThat(this.out.toString()).contains("_complete_hotupgrade").contains("--wait-limit");
	}

	@Test
	void watchEndsSilentlyWhenItsReaderIsGone() throws Exception {
		serving(101, "shop", 8080);
		Writer gone = new Writer() {

			@Override
			public void write(char[] text, int offset, int length) throws IOException {
				throw new IOException("Broken pipe");
			}

			@Override
			public void flush() {
			}

			@Override
			public void close() {
			}

		};
		assertThat(run(gone, "status", "--watch")).isZero();
		assertThat(this.err.toString()).isEmpty();
	}

}
