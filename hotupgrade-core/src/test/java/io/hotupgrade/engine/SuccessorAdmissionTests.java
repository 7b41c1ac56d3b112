package io.hotupgrade.engine;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.hotupgrade.ControlSettings;
import io.hotupgrade.FailureReason;
import io.hotupgrade.InstanceInfo;
import io.hotupgrade.PrepareSettings;
import io.hotupgrade.RefusalReason;
import io.hotupgrade.RequestStatistics;
import io.hotupgrade.Takeover;
import io.hotupgrade.UpgradeRecord;
import io.hotupgrade.UpgradeRefusedException;
import io.hotupgrade.UpgradeRequest;
import io.hotupgrade.WarmUpReport;
import io.hotupgrade.internal.control.ControlCodec;
import io.hotupgrade.internal.control.ControlMessage;
import io.hotupgrade.internal.control.UpgradeText;
import io.hotupgrade.internal.control.OperatorCommand;
import io.hotupgrade.internal.control.PeerRefusal;
import io.hotupgrade.internal.process.HandOff;
import io.hotupgrade.server.ServerListener;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

/**
 * Tests for {@link SuccessorAdmission} and {@link ControlPoint}, with peers that are
 * connected by real sockets.
 */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SuccessorAdmissionTests {

	private static final String APPLICATION = "shop";

	private static final UpgradeRecord UPGRADE = new UpgradeInProgress("id", new InstanceInfo(1, 4, "v1"),
			new ManualScheduler(), false)
		.record();

	@TempDir
	private Path temp;

	private final HastyScheduler scheduler = new HastyScheduler();

	private final TestLauncher launcher = new TestLauncher();

	private final BlockingQueue<UpgradeEvent> events = new LinkedBlockingQueue<>();

	private final CompletableFuture<String> application = new CompletableFuture<>();

	private SuccessorAdmission successors;

	private int takeovers;

	private SuccessorLink link;

	@BeforeEach
	void open() {
		Servers servers = new Servers();
		servers.add(new TestServer());
		Instance instance = new Instance(new InstanceInfo(1, 4, "v1"), 3);
		this.successors = new SuccessorAdmission(instance, servers, this.launcher,
				new ControlSettings(Optional.of(directory()), Duration.ofSeconds(20), Takeover.NEVER, APPLICATION),
				this.scheduler,
				new StartPreparer(PrepareSettings.NONE, this.launcher, instance, this.scheduler, Runnable::run));
		this.successors.onTakeover((source) -> {
			this.takeovers++;
			throw new UpgradeRefusedException(RefusalReason.UPGRADE_IN_PROGRESS, "busy");
		});
		openOnEngine();
	}

	@AfterEach
	void close() {
		onEngine(this.successors::close);
		this.scheduler.close();
	}

	private void onEngine(Runnable task) {
		CompletableFuture<Void> done = new CompletableFuture<>();
		this.scheduler.execute(() -> {
			try {
				task.run();
				done.complete(null);
			}
			catch (RuntimeException ex) {
				done.completeExceptionally(ex);
			}
		});
		done.orTimeout(20, TimeUnit.SECONDS).join();
	}

	private void openOnEngine() {
		assertThat(openingFailure()).isEmpty();
	}

	private Path directory() {
		return this.temp.resolve("c");
	}

	private Path socket() {
		return directory().resolve(ProcessHandle.current().pid() + ".sock");
	}

	private void launch() {
		onEngine(() -> {
			try {
				this.link = this.successors.launch(UpgradeRequest.asConfigured(), Optional.empty(), UPGRADE,
						new Recorder());
			}
			catch (Exception ex) {
				throw new IllegalStateException(ex);
			}
		});
	}

	private ControlMessage.Hello hello() {
		return new ControlMessage.Hello(1, this.launcher.request.handOff().get(HandOff.TOKEN), 4711, "v2", "market");
	}

	private static ControlMessage.TakeoverRequest request(String application, int port, long pid) {
		return new ControlMessage.TakeoverRequest(1, application, pid, "v2",
				List.of(new ServerListener("server:0", new InetSocketAddress(port))));
	}

	private ControlMessage.Refused refusal(ControlMessage first) throws Exception {
		try (TestPeer peer = TestPeer.connect(socket())) {
			peer.send(first);
			ControlMessage.Refused refused = peer.await(ControlMessage.Refused.class);
			peer.awaitEnd();
			return refused;
		}
	}

	@Test
	void launchedProcessIsWelcomeOnce() throws Exception {
		launch();
		try (TestPeer peer = TestPeer.connect(socket())) {
			peer.send(hello());
			assertThat(peer.await(ControlMessage.Welcome.class).generation()).isEqualTo(5);
			assertThat(this.application.get(10, TimeUnit.SECONDS)).isEqualTo("market");
			assertThat(refusal(hello()).reason()).isEqualTo(PeerRefusal.NOT_AWAITED);
		}
	}

	@Test
	void wrongTokenIsRefusedAndTheRightOneStillWelcome() throws Exception {
		launch();
		assertThat(refusal(new ControlMessage.Hello(1, "guess", 4711, "", "")).reason())
			.isEqualTo(PeerRefusal.NOT_AWAITED);
		try (TestPeer peer = TestPeer.connect(socket())) {
			peer.send(hello());
			peer.await(ControlMessage.Welcome.class);
		}
	}

	@Test
	void successorThatFallsSilentFails() throws Exception {
		launch();
		try (TestPeer peer = TestPeer.connect(socket())) {
			peer.send(hello());
			UpgradeEvent.Failed failed = (UpgradeEvent.Failed) this.events.poll(20, TimeUnit.SECONDS);
			assertThat(failed.reason()).isEqualTo(FailureReason.SUCCESSOR_UNRESPONSIVE);
			assertThat(failed.message()).contains("hotupgrade.control.heartbeat-timeout");
			peer.await(ControlMessage.Welcome.class);
			peer.await(ControlMessage.Heartbeat.class);
		}
	}

	@Test
	void launchedProcessKnowsItsUpgradeBeforeItHasSpokenToAnybody() {
		launch();
		assertThat(UpgradeText.read(this.launcher.request.handOff().get(HandOff.UPGRADE))).contains(UPGRADE);
	}

	@Test
	void successorIsHeardOnceAfterItsMessageHasBeenDealtWith() throws Exception {
		launch();
		try (TestPeer peer = TestPeer.connect(socket())) {
			peer.send(hello());
			peer.await(ControlMessage.Welcome.class);
			onEngine(() -> this.link.onceHeard(() -> this.events.add(new UpgradeEvent.ProbationOver())));
			peer.send(new ControlMessage.Stopping());
			peer.send(new ControlMessage.Heartbeat(1));
			assertThat(this.events.poll(20, TimeUnit.SECONDS)).isInstanceOf(UpgradeEvent.Failed.class);
			assertThat(this.events.poll(20, TimeUnit.SECONDS)).isInstanceOf(UpgradeEvent.ProbationOver.class);
		}
		UpgradeEvent.Failed closed = (UpgradeEvent.Failed) this.events.poll(20, TimeUnit.SECONDS);
		assertThat(closed.reason()).isEqualTo(FailureReason.CHANNEL_CLOSED);
	}

	@Test
	void garbageOfTheSuccessorIsAViolationAndSaysWhatItWas() throws Exception {
		launch();
		try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
			channel.connect(UnixDomainSocketAddress.of(socket()));
			channel.write(new ControlCodec().encode(hello()));
			channel.write(ByteBuffer.wrap("GET / HTTP/1.1".getBytes(StandardCharsets.US_ASCII)));
			UpgradeEvent.Failed failed = (UpgradeEvent.Failed) this.events.poll(20, TimeUnit.SECONDS);
			assertThat(failed.reason()).isEqualTo(FailureReason.PROTOCOL_VIOLATION);
			assertThat(failed.message()).contains("not a message of the control protocol")
				.contains("1195725856 bytes (0x47455420)")
				.contains("check that both versions are compatible");
		}
	}

	@Test
	void commandThatIsTooLongForAMessageIsNamed() throws Exception {
		this.launcher.process.command = List.of("java", "x".repeat(1_900_000), "-jar", "app.jar");
		launch();
		try (TestPeer peer = TestPeer.connect(socket())) {
			peer.send(hello());
			UpgradeEvent.Failed failed = (UpgradeEvent.Failed) this.events.poll(20, TimeUnit.SECONDS);
			assertThat(failed.reason()).isEqualTo(FailureReason.MESSAGE_TOO_LARGE);
			assertThat(failed.message()).contains("a frame at most 1048576")
				.contains("the 4 arguments of the command line")
				.contains("have 1900015 bytes");
		}
	}

	@Test
	void floodSlowsItsSenderAndFillsNoQueue() throws Exception {
		CountDownLatch busy = new CountDownLatch(1);
		this.scheduler.execute(() -> awaitUninterrupted(busy));
		try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
			channel.connect(UnixDomainSocketAddress.of(socket()));
			channel.configureBlocking(false);
			ByteBuffer frame = new ControlCodec().encode(new ControlMessage.RolledBack("x".repeat(10_000)));
			assertThat(writeUntilFull(channel, frame)).isLessThan(4 << 20);
			busy.countDown();
			Awaitility.await()
				.atMost(Duration.ofSeconds(20))
				.ignoreExceptionsInstanceOf(IOException.class)
				.until(() -> {
					// Its first message is no introduction, so it is sent away.
					return channel.read(ByteBuffer.allocate(1000)) != 0;
				});
		}
		finally {
			busy.countDown();
		}
	}

	private static void awaitUninterrupted(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/** Full is what takes nothing for a second. */
	private static long writeUntilFull(SocketChannel channel, ByteBuffer frame) throws Exception {
		long written = 0;
		int refusals = 0;
		while (refusals < 20 && written < 64 << 20) {
			int count = channel.write(frame);
			written += count;
			refusals = (count == 0) ? refusals + 1 : 0;
			if (count == 0) {
				TimeUnit.MILLISECONDS.sleep(50);
			}
			if (!frame.hasRemaining()) {
				frame.rewind();
			}
		}
		return written;
	}

	private ControlMessage.OperatorRequest statusRequest() {
		return new ControlMessage.OperatorRequest(1, OperatorCommand.STATUS, "", "");
	}

	@Test
	void operatorIsServedWithoutTheEnginesThread() throws Exception {
		ControlMessage.OperatorRefusal answer = new ControlMessage.OperatorRefusal("NO", "not today");
		CompletableFuture<Long> asking = new CompletableFuture<>();
		this.successors.onOperator((pid, request) -> {
			asking.complete(pid);
			return answer;
		});
		CountDownLatch busy = new CountDownLatch(1);
		this.scheduler.execute(() -> awaitUninterrupted(busy));
		try (TestPeer peer = TestPeer.connect(socket())) {
			peer.send(statusRequest());
			assertThat(peer.await(ControlMessage.OperatorRefusal.class)).isEqualTo(answer);
			assertThat(asking).isCompletedWithValue(ProcessHandle.current().pid());
			peer.awaitEnd();
		}
		finally {
			busy.countDown();
		}
	}

	@Test
	void operatorBeforeThereIsAnybodyToServeHimIsToldSo() throws Exception {
		try (TestPeer peer = TestPeer.connect(socket())) {
			peer.send(statusRequest());
			assertThat(peer.await(ControlMessage.OperatorRefusal.class).reason())
				.isEqualTo(RefusalReason.NOT_READY.name());
		}
	}

	@Test
	void successorIsNoOperator() throws Exception {
		launch();
		this.successors.onOperator((pid, request) -> {
			throw new IllegalStateException("Nobody has to be served");
		});
		try (TestPeer peer = TestPeer.connect(socket())) {
			peer.send(hello());
			peer.await(ControlMessage.Welcome.class);
			peer.send(statusRequest());
			peer.send(new ControlMessage.Stopping());
			assertThat(this.events.poll(20, TimeUnit.SECONDS)).isInstanceOf(UpgradeEvent.Failed.class);
		}
	}

	@Test
	void peerThatSaysNothingIsSentAway() throws Exception {
		try (TestPeer peer = TestPeer.connect(socket())) {
			assertThat(peer.await(ControlMessage.Refused.class).message()).contains("not said who it is within 10 s");
			peer.awaitEnd();
		}
	}

	@Test
	void takeoverByAnotherApplicationOrPortIsRefusedAsMeantForAnother() throws Exception {
		long pid = ProcessHandle.current().pid();
		assertThat(refusal(request("other", 8080, pid)).reason()).isEqualTo(PeerRefusal.OTHER_INSTANCE);
		assertThat(refusal(request(APPLICATION, 8081, pid)).reason()).isEqualTo(PeerRefusal.OTHER_INSTANCE);
		assertThat(this.takeovers).isZero();
	}

	@Test
	void takeoverByAProcessThatIsNotWhatItSaysIsRefused() throws Exception {
		assertThat(refusal(request(APPLICATION, 8080, 1)).message()).contains("pid namespace");
		assertThat(this.takeovers).isZero();
	}

	@Test
	void takeoverAtTheWrongMomentSaysWhy() throws Exception {
		ControlMessage.Refused refused = refusal(request(APPLICATION, 8080, ProcessHandle.current().pid()));
		assertThat(refused)
			.isEqualTo(new ControlMessage.Refused(PeerRefusal.UPGRADE_REFUSED, "UPGRADE_IN_PROGRESS: busy"));
		assertThat(this.takeovers).isOne();
	}

	@Test
	void removedSocketIsMadeAgainBeforeTheNextUpgrade() throws Exception {
		Files.delete(socket());
		assertThatIOException().isThrownBy(() -> TestPeer.connect(socket()));
		openOnEngine();
		TestPeer.connect(socket()).close();
	}

	@Test
	void removedDirectoryIsMadeAgainBeforeTheNextUpgrade() throws Exception {
		Files.delete(socket());
		Files.delete(directory());
		openOnEngine();
		TestPeer.connect(socket()).close();
	}

	@Test
	void directoryThatIsNotWritableIsRefusedUntilItIsRepaired() throws Exception {
		Files.setPosixFilePermissions(directory(), PosixFilePermissions.fromString("r-x------"));
		assertThat(openingFailure()).contains("chmod 700 " + directory());
		Files.setPosixFilePermissions(directory(), PosixFilePermissions.fromString("rwx------"));
		assertThat(openingFailure()).isEmpty();
	}

	private String openingFailure() {
		CompletableFuture<String> answer = new CompletableFuture<>();
		this.scheduler.execute(() -> {
			try {
				this.successors.open();
				answer.complete("");
			}
			catch (IOException ex) {
				answer.complete(ex.getMessage());
			}
		});
		return answer.orTimeout(20, TimeUnit.SECONDS).join();
	}

	/**
	 * System properties: {@code fuzz.connections} how many peers send garbage,
	 * {@code fuzz.seed} of what they send.
	 */
	@Test
	void garbageChangesNothing() throws Exception {
		launch();
		Random random = new Random(Long.getLong("fuzz.seed", 20260101));
		byte[][] frames = pinnedFrames();
		for (int i = Integer.getInteger("fuzz.connections", 300); i > 0; i--) {
			sendGarbage(random, frames[random.nextInt(frames.length)]);
		}
		assertThat(this.events).isEmpty();
		assertThat(this.takeovers).isZero();
		Awaitility.await().atMost(Duration.ofSeconds(20)).ignoreExceptions().until(this::isWelcome);
	}

	private boolean isWelcome() throws Exception {
		try (TestPeer peer = TestPeer.connect(socket())) {
			peer.send(hello());
			peer.await(ControlMessage.Welcome.class);
			return true;
		}
	}

	private void sendGarbage(Random random, byte[] frame) throws IOException {
		byte[] garbage = frame.clone();
		for (int flips = random.nextInt(1 + garbage.length / 4); flips >= 0; flips--) {
			garbage[random.nextInt(garbage.length)] = (byte) random.nextInt();
		}
		try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
			channel.connect(UnixDomainSocketAddress.of(socket()));
			channel.write(ByteBuffer.wrap(garbage, 0, 1 + random.nextInt(garbage.length)));
		}
		catch (IOException ex) {
			// Sent away before it had said everything.
			assertThat(ex).hasMessageMatching("Broken pipe|Connection reset.*");
		}
	}

	private static byte[][] pinnedFrames() throws IOException {
		Properties frames = new Properties();
		try (InputStream in = ControlMessage.class.getResourceAsStream("protocol-1.properties")) {
			frames.load(in);
		}
		return frames.values().stream().map((hex) -> HexFormat.of().parseHex((String) hex)).toArray(byte[][]::new);
	}

	private final class Recorder implements SuccessorLink.Events {

		@Override
		public void connected(long pid, String version) {
		}

		@Override
		public void warmUp(WarmUpReport report) {
		}

		@Override
		public void isOf(String application) {
			SuccessorAdmissionTests.this.application.complete(application);
		}

		@Override
		public void happened(UpgradeEvent event) {
			SuccessorAdmissionTests.this.events.add(event);
		}

		@Override
		public void reported(long accepted, RequestStatistics requests) {
		}

		@Override
		public void continueRequested(int step) {
		}

	}

}
