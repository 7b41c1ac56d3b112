package io.hotupgrade.command;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

import io.hotupgrade.FailureReason;
import io.hotupgrade.InstanceInfo;
import io.hotupgrade.StartReport;
import io.hotupgrade.SteeringStatus;
import io.hotupgrade.TrafficKind;
import io.hotupgrade.UpgradeOutcome;
import io.hotupgrade.UpgradePhase;
import io.hotupgrade.UpgradeReceipt;
import io.hotupgrade.UpgradeRecord;
import io.hotupgrade.UpgradeStatus;
import io.hotupgrade.WarmUpReport;
import io.hotupgrade.internal.control.ControlCodec;
import io.hotupgrade.internal.control.ControlMessage;
import io.hotupgrade.internal.control.ControlMessage.OperatorRequest;
import io.hotupgrade.internal.control.ControlMessage.OperatorStatus;
import io.hotupgrade.server.ServerListener;

/**
 * The control socket of an instance that does not exist.
 */
final class FakeInstance implements AutoCloseable {

	static final Instant START = Instant.parse("2026-01-02T03:04:05Z");

	private final ControlCodec codec = new ControlCodec();

	private final ServerSocketChannel server;

	private final Function<OperatorRequest, Optional<ControlMessage>> answers;

	private final List<OperatorRequest> requests = new CopyOnWriteArrayList<>();

	private FakeInstance(ServerSocketChannel server, Function<OperatorRequest, Optional<ControlMessage>> answers) {
		this.server = server;
		this.answers = answers;
	}

	/**
	 * Opens one.
	 * @param directory where its socket is
	 * @param pid the process id that it has
	 * @param answers what it answers; where that is nothing, it ends the connection
	 */
	static FakeInstance open(Path directory, long pid, Function<OperatorRequest, Optional<ControlMessage>> answers)
			throws IOException {
		ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)
			.bind(UnixDomainSocketAddress.of(directory.resolve(pid + ".sock")));
		FakeInstance instance = new FakeInstance(server, answers);
		Thread thread = new Thread(instance::serve, "fake-instance-" + pid);
		thread.setDaemon(true);
		thread.start();
		return instance;
	}

	static OperatorStatus status(long pid, String application, int port) {
		return status(pid, application, port, Optional.empty(), List.of());
	}

	static OperatorStatus status(long pid, String application, int port, Optional<UpgradeRecord> running,
			List<UpgradeRecord> history) {
		return new OperatorStatus(application, List.of(new ServerListener("server:0", new InetSocketAddress(port))),
				new UpgradeStatus(running.map(UpgradeRecord::phase).orElse(UpgradePhase.SERVING),
						new InstanceInfo(pid, 3, "v1"), new SteeringStatus(SteeringStatus.Mode.CBPF, ""), 12, 2,
						running, history, Map.of(TrafficKind.HTTP1, 10, TrafficKind.STREAM, 2), Optional.empty()));
	}

	/** The old instance is 101 and the new one 102. */
	static UpgradeRecord running(UpgradePhase phase) {
		return new UpgradeRecord(new UpgradeRecord.Identity("4c1d", new InstanceInfo(101, 3, "v1"),
				new InstanceInfo(102, 4, "v2"), START), new UpgradeRecord.Progress(phase));
	}

	/** It is asked for of 101, too. */
	static UpgradeRecord rehearsal(UpgradePhase phase) {
		UpgradeRecord.Identity identity = running(phase).identity();
		return new UpgradeRecord(new UpgradeRecord.Identity(identity.id(), identity.predecessor(), identity.successor(),
				identity.startedAt(), true), new UpgradeRecord.Progress(phase));
	}

	static UpgradeRecord rehearsed() {
		WarmUpReport warmUp = new WarmUpReport(WarmUpReport.State.FINISHED, Duration.ofMillis(2100),
				List.of(new WarmUpReport.Requests("pipeline", "GET /", 500, 0, Duration.ofNanos(12_345_678),
						Duration.ofNanos(800_000), true, "")),
				0, "");
		return new UpgradeRecord(rehearsal(UpgradePhase.STARTING).identity(),
				new UpgradeRecord.Progress(UpgradePhase.STARTING, Map.of(UpgradePhase.LAUNCHING, Duration.ofSeconds(8)),
						Optional.empty(), Optional.of(warmUp),
						Optional.of(new StartReport(Duration.ofMillis(18_240), Duration.ofMillis(14_110), 312L << 20,
								340L << 20)),
						""),
				new UpgradeRecord.Ending(Optional.of(UpgradeOutcome.REHEARSED), Optional.empty(),
						"The new version became ready", Optional.of(START.plusSeconds(21)), List.of()),
				UpgradeReceipt.EMPTY);
	}

	static UpgradeRecord ended(UpgradeOutcome outcome) {
		boolean success = outcome == UpgradeOutcome.SUCCEEDED;
		UpgradeRecord running = running(success ? UpgradePhase.DRAINING : UpgradePhase.STARTING);
		return new UpgradeRecord(running.identity(), running.progress(),
				new UpgradeRecord.Ending(Optional.of(outcome),
						success ? Optional.empty() : Optional.of(FailureReason.START_FAILED),
						success ? "" : "bean 'x' is \"missing\"", Optional.of(START.plusSeconds(90)),
						success ? List.of() : List.of("Caused by: no database")),
				new UpgradeReceipt(5, 2, 0, 0, 0));
	}

	List<OperatorRequest> requests() {
		return this.requests;
	}

	private void serve() {
		try {
			while (this.server.isOpen()) {
				try (SocketChannel channel = this.server.accept()) {
					answer(channel);
				}
			}
		}
		catch (IOException ex) {
			// The test is over, or the client has gone.
		}
	}

	private void answer(SocketChannel channel) throws IOException {
		DataInputStream in = new DataInputStream(Channels.newInputStream(channel));
		OperatorRequest request = (OperatorRequest) this.codec.decode(ByteBuffer.wrap(in.readNBytes(in.readInt())));
		this.requests.add(request);
		Optional<ControlMessage> answer = this.answers.apply(request);
		if (answer.isPresent()) {
			ByteBuffer frame = this.codec.encode(answer.get());
			while (frame.hasRemaining()) {
				channel.write(frame);
			}
		}
	}

	@Override
	public void close() throws IOException {
		this.server.close();
	}

}
