package io.hotupgrade.endtoend;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;

import io.hotupgrade.WarmUpReport;
import io.hotupgrade.internal.control.ControlCodec;
import io.hotupgrade.internal.control.ControlMessage;
import io.hotupgrade.internal.process.HandOff;

/**
 * A program that is launched as a successor and does not behave like one.
 */
final class FakeSuccessor {

	private static final int GARBAGE_BYTES = 64 * 1024;

	private static final int GIVES_UP = 3;

	private final ControlCodec codec = new ControlCodec();

	private final SocketChannel channel;

	private FakeSuccessor() throws IOException {
		this.channel = SocketChannel.open(UnixDomainSocketAddress.of(System.getenv(HandOff.SOCKET)));
	}

	/**
	 * Misbehaves, and then waits to be ended.
	 * @param args the {@link Behaviour}
	 * @throws Exception if it cannot even do that
	 */
	public static void main(String[] args) throws Exception {
		new FakeSuccessor().behave(Behaviour.valueOf(args[0]));
		new CountDownLatch(1).await();
	}

	private void behave(Behaviour behaviour) throws Exception {
		switch (behaviour) {
			case GARBAGE_FIRST -> garbage();
			case CLOSES -> {
				hello(ControlMessage.PROTOCOL);
				this.channel.close();
			}
			case GARBAGE -> {
				hello(ControlMessage.PROTOCOL);
				garbage();
			}
			case ENDLESS_FRAME -> {
				hello(ControlMessage.PROTOCOL);
				write(ByteBuffer.allocate(Integer.BYTES).putInt(0, -1));
			}
			case WRONG_ORDER -> {
				hello(ControlMessage.PROTOCOL);
				write(this.codec.encode(new ControlMessage.Ready()));
			}
			case ONLY_SAYS_THAT_IT_LISTENS ->
				write(this.codec.encode(new ControlMessage.Bound(hello(ControlMessage.PROTOCOL).listeners())));
			case OTHER_LISTENERS -> {
				hello(ControlMessage.PROTOCOL);
				write(this.codec.encode(new ControlMessage.Bound(List.of())));
			}
			case NEVER_READS -> {
				hello(ControlMessage.PROTOCOL);
				flood(new ControlMessage.WarmUp(WarmUpReport.BEGUN));
			}
			case FLOODS -> {
				hello(ControlMessage.PROTOCOL);
				flood(new ControlMessage.RolledBack("x".repeat(GARBAGE_BYTES)));
			}
			case UNSUPPORTED_PROTOCOL -> refused(0, System.getenv(HandOff.TOKEN));
			case WRONG_TOKEN -> refused(ControlMessage.PROTOCOL, "guessed");
			case CLOSES_IN_PROBATION -> {
				commit();
				this.channel.close();
			}
			case GARBAGE_IN_PROBATION -> {
				commit();
				garbage();
			}
			case WRONG_ORDER_IN_PROBATION -> {
				commit();
				write(this.codec.encode(new ControlMessage.Ready()));
			}
		}
	}

	private ControlMessage.Welcome hello(int protocol) throws IOException {
		write(this.codec.encode(new ControlMessage.Hello(protocol, System.getenv(HandOff.TOKEN),
				ProcessHandle.current().pid(), "fake", "fake")));
		return await(ControlMessage.Welcome.class);
	}

	private void refused(int protocol, String token) throws IOException {
		write(this.codec
			.encode(new ControlMessage.Hello(protocol, token, ProcessHandle.current().pid(), "fake", "fake")));
		System.out.println(await(ControlMessage.Refused.class));
		System.exit(GIVES_UP);
	}

	/** Behaves well until all new connections come here. */
	private void commit() throws IOException {
		ControlMessage.Welcome welcome = hello(ControlMessage.PROTOCOL);
		FakeWebServer.start(welcome.listeners().get(0).address());
		write(this.codec.encode(new ControlMessage.Bound(welcome.listeners())));
		write(this.codec.encode(new ControlMessage.Ready()));
		await(ControlMessage.Committed.class);
	}

	/** Until the predecessor hangs up. */
	private void flood(ControlMessage message) throws IOException {
		ByteBuffer bytes = this.codec.encode(message);
		while (write(bytes.rewind())) {
			// Again.
		}
	}

	private void garbage() throws IOException {
		byte[] bytes = new byte[GARBAGE_BYTES];
		new Random(1).nextBytes(bytes);
		write(ByteBuffer.wrap(bytes));
	}

	private boolean write(ByteBuffer bytes) throws IOException {
		try {
			while (bytes.hasRemaining()) {
				this.channel.write(bytes);
			}
			return true;
		}
		catch (IOException ex) {
			System.out.println("The predecessor has hung up: " + ex.getMessage());
			return false;
		}
	}

	private <T extends ControlMessage> T await(Class<T> type) throws IOException {
		ControlMessage message = read();
		while (!type.isInstance(message)) {
			message = read();
		}
		return type.cast(message);
	}

	private ControlMessage read() throws IOException {
		int length = read(Integer.BYTES).getInt();
		return this.codec.decode(read(length));
	}

	private ByteBuffer read(int length) throws IOException {
		ByteBuffer bytes = ByteBuffer.allocate(length);
		while (bytes.hasRemaining()) {
			if (this.channel.read(bytes) < 0) {
				throw new IOException("The predecessor has closed the channel");
			}
		}
		return bytes.flip();
	}

	/**
	 * What it does.
	 */
	enum Behaviour {

		GARBAGE_FIRST, CLOSES, GARBAGE, ENDLESS_FRAME, NEVER_READS, FLOODS, WRONG_ORDER, ONLY_SAYS_THAT_IT_LISTENS,
		OTHER_LISTENERS, UNSUPPORTED_PROTOCOL, WRONG_TOKEN, CLOSES_IN_PROBATION, GARBAGE_IN_PROBATION,
		WRONG_ORDER_IN_PROBATION

	}

}
