package io.hotupgrade.internal.control;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import io.hotupgrade.FailureReason;
import io.hotupgrade.internal.control.ControlMessage.Failed;
import io.hotupgrade.internal.control.ControlMessage.Heartbeat;
import io.hotupgrade.internal.control.ControlMessage.Ready;
import io.hotupgrade.internal.control.ControlMessage.RolledBack;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link ControlChannel} over real sockets.
 */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ControlChannelTests {

	/** Larger than the kernel's buffers. */
	private static final RolledBack LARGE = new RolledBack("x".repeat(500_000));

	private final CapturingHandler handler = new CapturingHandler();

	private final CapturingHandler otherHandler = new CapturingHandler();

	@TempDir
	private Path temp;

	private TestServer server;

	@BeforeEach
	void open() throws Exception {
		this.server = new TestServer(this.temp.resolve("c"), Duration.ofMillis(300));
	}

	@AfterEach
	void close() {
		this.server.close();
	}

	@Test
	void sendWhenBothSidesAreStartedArrivesInOrder() throws Exception {
		try (ControlChannel client = this.server.connect(); ControlChannel accepted = this.server.awaitAccepted()) {
			accepted.start(this.handler);
			client.start(this.otherHandler);
			List<ControlMessage> messages = TestMessages.all();
			for (ControlMessage message : messages) {
				client.send(message);
				accepted.send(message);
			}
			this.handler.awaitMessages(messages.size());
			this.otherHandler.awaitMessages(messages.size());
			assertThat(this.handler.messages).isEqualTo(messages);
			assertThat(this.otherHandler.messages).isEqualTo(messages);
		}
	}

	@Test
	void sendWhenSeveralThreadsSendKeepsFramesWhole() throws Exception {
		try (ControlChannel client = this.server.connect(); ControlChannel accepted = this.server.awaitAccepted()) {
			accepted.start(this.handler);
			RolledBack large = new RolledBack("z".repeat(40_000));
			CompletableFuture
				.allOf(IntStream.range(0, 4)
					.mapToObj((i) -> CompletableFuture.runAsync(() -> sendTimes(client, large, 25)))
					.toArray(CompletableFuture[]::new))
				.get(20, TimeUnit.SECONDS);
			this.handler.awaitMessages(100);
			assertThat(this.handler.messages).hasSize(100).containsOnly(large);
		}
	}

	@Test
	void peerIsThisProcess() throws Exception {
		try (ControlChannel client = this.server.connect(); ControlChannel accepted = this.server.awaitAccepted()) {
			assertThat(client.peer().pid()).isEqualTo(ProcessHandle.current().pid());
			assertThat(client.peer().uid()).isEqualTo(CurrentUser.uid());
			assertThat(accepted.peer()).isEqualTo(client.peer());
			assertThat(client.descriptor()).isPositive().isNotEqualTo(accepted.descriptor());
		}
	}

	@Test
	void closedWhenPeerClosesIsCalledOnceWithoutCause() throws Exception {
		ControlChannel client = this.server.connect();
		ControlChannel accepted = this.server.awaitAccepted();
		accepted.start(this.handler);
		client.send(new Ready());
		client.close();
		assertThat(this.handler.awaitEnd()).isEmpty();
		accepted.close();
		assertThat(this.handler.ends).hasSize(1);
		assertThat(this.handler.messages).containsExactly(new Ready());
		assertThat(accepted.descriptor()).isEqualTo(-1);
	}

	@Test
	void closeEndsTheReaderPromptly() throws Exception {
		ControlChannel client = this.server.connect();
		ControlChannel accepted = this.server.awaitAccepted();
		accepted.start(this.handler);
		client.send(new Ready());
		this.handler.awaitMessages(1);
		assertThat(this.handler.thread.isDaemon()).isTrue();
		assertThat(this.handler.thread.getName()).startsWith("hotupgrade-control-");
		Awaitility.await().until(() -> this.handler.thread.getState() == Thread.State.RUNNABLE);
		accepted.close();
		assertThat(this.handler.awaitEnd()).isEmpty();
		assertThat(accepted.descriptor()).isEqualTo(-1);
		client.close();
	}

	@Test
	void closeWhenPeerIsSilentMidFrameEndsTheReaderWithoutCause() throws Exception {
		try (SocketChannel raw = this.server.connectRaw()) {
			raw.write(ByteBuffer.wrap(new byte[] { 0, 0 }));
			ControlChannel accepted = this.server.awaitAccepted();
			accepted.start(this.handler);
			accepted.close();
			assertThat(this.handler.awaitEnd()).isEmpty();
		}
	}

	@Test
	void closeFromTheHandlerEndsTheChannel() throws Exception {
		try (ControlChannel client = this.server.connect(); ControlChannel accepted = this.server.awaitAccepted()) {
			CapturingHandler closing = new CapturingHandler() {
				@Override
				public void received(ControlChannel channel, ControlMessage message) {
					super.received(channel, message);
					channel.close();
				}
			};
			client.send(new Heartbeat(1));
			client.send(new Heartbeat(2));
			accepted.start(closing);
			assertThat(closing.awaitEnd()).isEmpty();
			assertThat(closing.messages).containsExactly(new Heartbeat(1));
		}
	}

	@Test
	void closeWhenNotStartedReleasesTheDescriptorAndALaterStartOnlyReportsTheEnd() throws Exception {
		ControlChannel client = this.server.connect();
		client.close();
		assertThat(client.descriptor()).isEqualTo(-1);
		client.start(this.handler);
		assertThat(this.handler.awaitEnd()).isEmpty();
		assertThat(this.handler.messages).isEmpty();
	}

	@Test
	void startWhenStartedIsRefused() throws Exception {
		try (ControlChannel client = this.server.connect()) {
			client.start(this.handler);
			assertThatIllegalStateException().isThrownBy(() -> client.start(this.otherHandler));
		}
	}

	@Test
	void closedWhenPeerSendsGarbageHasTheCause() throws Exception {
		try (SocketChannel raw = this.server.connectRaw()) {
			ControlChannel accepted = this.server.awaitAccepted();
			accepted.start(this.handler);
			raw.write(ByteBuffer.wrap("GET / HTTP/1.1\r\n\r\n".getBytes()));
			assertThat(this.handler.awaitEnd()).containsInstanceOf(ControlProtocolException.class);
			assertThat(accepted.descriptor()).isEqualTo(-1);
		}
		try (ControlChannel next = this.server.connect(); ControlChannel accepted = this.server.awaitAccepted()) {
			accepted.start(this.otherHandler);
			next.send(new Ready());
			this.otherHandler.awaitMessages(1);
		}
	}

	@Test
	void closedWhenPeerDiesMidFrameHasTheCause() throws Exception {
		SocketChannel raw = this.server.connectRaw();
		this.server.awaitAccepted().start(this.handler);
		raw.write(ByteBuffer.wrap(new byte[] { 0, 0, 0, 9, 1 }));
		raw.close();
		assertThat(this.handler.awaitEnd()).containsInstanceOf(EOFException.class);
	}

	@Test
	void closedWhenHandlerFailsHasItsException() throws Exception {
		IllegalStateException failure = new IllegalStateException("broken");
		CapturingHandler failing = new CapturingHandler() {
			@Override
			public void received(ControlChannel channel, ControlMessage message) {
				throw failure;
			}
		};
		try (ControlChannel client = this.server.connect(); ControlChannel accepted = this.server.awaitAccepted()) {
			accepted.start(failing);
			client.start(this.handler);
			client.send(new Ready());
			assertThat(failing.awaitEnd()).contains(failure);
			assertThat(this.handler.awaitEnd()).isEmpty();
		}
	}

	@Test
	void closedWhenPeerLeftMessagesUnreadHasNoCause() throws Exception {
		SocketChannel raw = this.server.connectRaw();
		ControlChannel accepted = this.server.awaitAccepted();
		accepted.send(new Ready());
		raw.close();
		accepted.start(this.handler);
		assertThat(this.handler.awaitEnd()).isEmpty();
	}

	@Test
	void sendWhenPeerIsGoneFailsAndItsLastWordsAreStillReceived() throws Exception {
		Failed lastWords = new Failed(FailureReason.UNHEALTHY, "db");
		try (SocketChannel raw = this.server.connectRaw()) {
			raw.write(new ControlCodec().encode(lastWords));
		}
		ControlChannel accepted = this.server.awaitAccepted();
		assertThatIOException().isThrownBy(() -> accepted.send(new Heartbeat(1)))
			.withMessageContaining("Cannot send Heartbeat to process " + ProcessHandle.current().pid());
		accepted.start(this.handler);
		assertThat(this.handler.awaitEnd()).isEmpty();
		assertThat(this.handler.messages).containsExactly(lastWords);
	}

	@Test
	void peerThatDoesNotReadEndsTheChannelInTime() throws Exception {
		try (SocketChannel raw = this.server.connectRaw()) {
			ControlChannel accepted = this.server.awaitAccepted();
			accepted.start(this.handler);
			long begun = System.nanoTime();
			accepted.send(LARGE);
			accepted.send(new Ready());
			assertThat(this.handler.awaitEnd().orElseThrow()).isInstanceOf(IOException.class)
				.hasMessageContaining("did not read a message within 300 ms");
			assertThat(Duration.ofNanos(System.nanoTime() - begun)).isBetween(Duration.ofMillis(300),
					CapturingHandler.PROMPTLY);
			assertThatIOException().isThrownBy(() -> accepted.send(new Ready()))
				.withMessageContaining("did not read a message within 300 ms");
			assertThat(raw.isOpen()).isTrue();
		}
	}

	@Test
	void peerThatReadsDropByDropEndsTheChannelInTime() throws Exception {
		try (SocketChannel raw = this.server.connectRaw()) {
			ControlChannel accepted = this.server.awaitAccepted();
			accepted.start(this.handler);
			accepted.send(LARGE);
			raw.configureBlocking(false);
			Awaitility.await().atMost(CapturingHandler.PROMPTLY).until(() -> {
				raw.read(ByteBuffer.allocate(100));
				return !this.handler.ends.isEmpty();
			});
		}
	}

	@Test
	void sendNeverWaitsForAPeerThatDoesNotRead() throws Exception {
		try (TestServer patient = new TestServer(this.temp.resolve("p"), Duration.ofMinutes(10));
				SocketChannel raw = patient.connectRaw()) {
			ControlChannel accepted = patient.awaitAccepted();
			accepted.start(this.handler);
			accepted.send(LARGE);
			for (int i = 0; i < 100; i++) {
				accepted.send(new Heartbeat(i));
			}
			assertThat(this.handler.ends).isEmpty();
			assertThat(new FrameReader(raw::read, new ControlCodec()).next()).contains(LARGE);
		}
	}

	@Test
	void sendWhenTooMuchIsUnreadFailsAndEndsTheChannel() throws Exception {
		try (TestServer patient = new TestServer(this.temp.resolve("p"), Duration.ofMinutes(10));
				SocketChannel raw = patient.connectRaw()) {
			ControlChannel accepted = patient.awaitAccepted();
			accepted.start(this.handler);
			assertThatIOException().isThrownBy(() -> sendUntilFailure(accepted)).withMessageContaining("bytes unread");
			assertThat(this.handler.awaitEnd()).containsInstanceOf(IOException.class);
			assertThat(raw.isOpen()).isTrue();
		}
	}

	@Test
	void whatIsSentBehindAFullBufferArrivesInOrder() throws Exception {
		try (ControlChannel client = this.server.connect(); ControlChannel accepted = this.server.awaitAccepted()) {
			client.send(LARGE);
			for (int i = 0; i < 1000; i++) {
				client.send(new Heartbeat(i));
			}
			accepted.start(this.handler);
			this.handler.awaitMessages(1001);
			assertThat(this.handler.messages.get(0)).isEqualTo(LARGE);
			assertThat(this.handler.messages.subList(1, 1001))
				.isEqualTo(IntStream.range(0, 1000).mapToObj(Heartbeat::new).toList());
		}
	}

	@Test
	void closeSendsWhatWasSentBefore() throws Exception {
		try (SocketChannel raw = this.server.connectRaw()) {
			ControlChannel accepted = this.server.awaitAccepted();
			accepted.start(this.handler);
			accepted.send(LARGE);
			accepted.send(new Ready());
			accepted.close();
			assertThatIOException().isThrownBy(() -> accepted.send(new Ready()));
			FrameReader frames = new FrameReader(raw::read, new ControlCodec());
			assertThat(frames.next()).contains(LARGE);
			assertThat(frames.next()).contains(new Ready());
			assertThat(frames.next()).isEmpty();
			assertThat(this.handler.awaitEnd()).isEmpty();
		}
	}

	@Test
	void awaitSentWaitsUntilThePeerHasRead() throws Exception {
		try (ControlChannel client = this.server.connect(); ControlChannel accepted = this.server.awaitAccepted()) {
			client.send(LARGE);
			ControlChannel.awaitSent(Duration.ofMillis(1));
			CompletableFuture<Void> sent = CompletableFuture
				.runAsync(() -> ControlChannel.awaitSent(Duration.ofMinutes(1)));
			accepted.start(this.handler);
			sent.get(10, TimeUnit.SECONDS);
			this.handler.awaitMessages(1);
		}
	}

	@Test
	void closeEndsAChannelWhosePeerDoesNotRead() throws Exception {
		try (TestServer patient = new TestServer(this.temp.resolve("p"), Duration.ofMinutes(10));
				SocketChannel raw = patient.connectRaw()) {
			ControlChannel accepted = patient.awaitAccepted();
			accepted.start(this.handler);
			accepted.send(LARGE);
			awaitArrival(raw);
			accepted.close();
			assertThat(this.handler.awaitEnd()).isEmpty();
		}
	}

	@Test
	void sendWhenMessageIsTooLargeFailsAndLeavesTheChannelUsable() throws Exception {
		try (ControlChannel client = this.server.connect(); ControlChannel accepted = this.server.awaitAccepted()) {
			accepted.start(this.handler);
			RolledBack huge = new RolledBack("x".repeat(ControlCodec.DEFAULT_LIMIT));
			assertThatExceptionOfType(ControlProtocolException.class).isThrownBy(() -> client.send(huge));
			client.send(new Ready());
			this.handler.awaitMessages(1);
		}
	}

	@Test
	void readerThatWaitsDoesNotHoldUpGarbageCollection() throws Exception {
		try (ControlChannel client = this.server.connect()) {
			client.start(this.handler);
			CompletableFuture.runAsync(System::gc).get(10, TimeUnit.SECONDS);
		}
	}

	@Test
	void connectWhenNobodyListensSaysWhere() {
		Path nowhere = this.temp.resolve("nowhere.sock");
		assertThatIOException().isThrownBy(() -> ControlChannel.connect(nowhere))
			.withMessageContaining(nowhere.toString())
			.withMessageContaining("No such file");
	}

	@Test
	void connectWhenPathIsTooLongIsRefused() {
		Path path = this.temp.resolve("x".repeat(120));
		assertThatExceptionOfType(ControlUnavailableException.class).isThrownBy(() -> ControlChannel.connect(path))
			.withMessageContaining("the system allows 107");
	}

	/** Waits for the first byte of a message that is larger than the kernel's buffers. */
	private static void awaitArrival(SocketChannel raw) throws IOException {
		assertThat(raw.read(ByteBuffer.allocate(1))).isEqualTo(1);
	}

	private static void sendUntilFailure(ControlChannel channel) throws IOException {
		for (int i = 0; i < 1000; i++) {
			channel.send(LARGE);
		}
	}

	private static void sendTimes(ControlChannel channel, ControlMessage message, int times) {
		try {
			for (int i = 0; i < times; i++) {
				channel.send(message);
			}
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
