package io.hotupgrade.command;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.hotupgrade.internal.control.ControlCodec;
import io.hotupgrade.internal.control.ControlMessage;

/**
 * Asks instances for one thing at a time, each on a connection of its own. Thread-safe.
 */
final class ControlClient {

	private final ControlCodec codec = new ControlCodec();

	private final Duration limit;

	/**
	 * Creates a client.
	 * @param limit how long an instance may take to answer
	 */
	ControlClient(Duration limit) {
		this.limit = limit;
	}

	Duration limit() {
		return this.limit;
	}

	/**
	 * Begins to ask.
	 * @param socket the instance's control socket
	 * @param request what to ask
	 * @return the answer; completed with an {@link IOException} if the instance cannot be
	 * reached, and a {@link java.util.concurrent.TimeoutException} if it does not answer
	 * in time
	 */
	CompletableFuture<ControlMessage> ask(Path socket, ControlMessage.OperatorRequest request) {
		CompletableFuture<ControlMessage> answer = new CompletableFuture<>();
		try {
			SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
			Thread thread = new Thread(() -> exchange(channel, socket, request, answer), "hotupgrade-ask");
			thread.setDaemon(true);
			thread.start();
			answer.orTimeout(this.limit.toMillis(), TimeUnit.MILLISECONDS);
			// Whoever waits for it on the other thread is let go.
			answer.whenComplete((any, failure) -> close(channel));
		}
		catch (IOException ex) {
			answer.completeExceptionally(ex);
		}
		return answer;
	}

	private void exchange(SocketChannel channel, Path socket, ControlMessage.OperatorRequest request,
			CompletableFuture<ControlMessage> answer) {
		try {
			channel.connect(UnixDomainSocketAddress.of(socket));
			ByteBuffer frame = this.codec.encode(request);
			while (frame.hasRemaining()) {
				channel.write(frame);
			}
			answer.complete(read(new DataInputStream(Channels.newInputStream(channel))));
		}
		catch (IOException | RuntimeException ex) {
			answer.completeExceptionally(ex);
		}
	}

	private ControlMessage read(DataInputStream in) throws IOException {
		int length = in.readInt();
		if (length < 0 || length > ControlCodec.DEFAULT_LIMIT) {
			throw new IOException("It answers with what is not a message of the control protocol");
		}
		byte[] body = in.readNBytes(length);
		if (body.length < length) {
			throw new EOFException("It has ended in the middle of its answer");
		}
		return this.codec.decode(ByteBuffer.wrap(body));
	}

	private static void close(SocketChannel channel) {
		try {
			channel.close();
		}
		catch (IOException ex) {
			// It is of no more use either way.
		}
	}

}
