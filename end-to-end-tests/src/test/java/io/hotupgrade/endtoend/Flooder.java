package io.hotupgrade.endtoend;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;

import io.hotupgrade.WarmUpReport;
import io.hotupgrade.internal.control.ControlCodec;
import io.hotupgrade.internal.control.ControlMessage;
import io.hotupgrade.server.ServerListener;

/**
 * A program that asks to take over, and from then on sends messages as fast as they are
 * taken, without reading any.
 */
final class Flooder {

	private static final int LARGE = 500_000;

	private static final int MEGABYTE = 1 << 20;

	private Flooder() {
	}

	/**
	 * Floods until the receiver hangs up, says how much it has got rid of, and waits to
	 * be ended.
	 * @param args the control socket, the application's name, its port and the
	 * {@link Message} to send
	 * @throws Exception if it cannot even do that
	 */
	public static void main(String[] args) throws Exception {
		ControlCodec codec = new ControlCodec();
		ServerListener listener = new ServerListener("main", new InetSocketAddress(Integer.parseInt(args[2])));
		try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(Path.of(args[0])))) {
			write(channel, codec.encode(new ControlMessage.TakeoverRequest(ControlMessage.PROTOCOL, args[1],
					ProcessHandle.current().pid(), "flood", List.of(listener))));
			ByteBuffer message = codec.encode(Message.valueOf(args[3]).message());
			long written = 0;
			for (long told = 0;; told = Math.max(told, written / MEGABYTE)) {
				written += write(channel, message.rewind());
				if (written / MEGABYTE > told) {
					System.out.println(written / MEGABYTE + " MB");
				}
			}
		}
	}

	private static long write(SocketChannel channel, ByteBuffer bytes) throws Exception {
		long count = 0;
		try {
			while (bytes.hasRemaining()) {
				count += channel.write(bytes);
			}
		}
		catch (IOException ex) {
			System.out.println("The receiver has hung up: " + ex.getMessage());
			new CountDownLatch(1).await();
		}
		return count;
	}

	/**
	 * What it sends.
	 */
	enum Message {

		/** What no successor says. */
		IGNORED {

			@Override
			ControlMessage message() {
				return new ControlMessage.RolledBack("x".repeat(LARGE));
			}

		},

		/** What is answered with the state of the upgrade each time. */
		ANSWERED {

			@Override
			ControlMessage message() {
				return new ControlMessage.WarmUp(WarmUpReport.BEGUN);
			}

		};

		abstract ControlMessage message();

	}

}
