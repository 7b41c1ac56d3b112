package io.hotupgrade.loadmeter;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * Answers short WebSocket messages until it ends the connection (RFC 6455).
 */
final class WebSocketServer implements AutoCloseable {

	private static final String KEY_SUFFIX = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

	private static final String KEY_HEADER = "Sec-WebSocket-Key: ";

	private static final int TEXT = 0x81;

	private static final int CLOSE = 0x88;

	private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());

	private final int messages;

	private final Answer answer;

	private final int closeCode;

	/**
	 * Creates and starts a server.
	 * @param messages after how many the connection ends
	 * @param answer what comes back
	 * @param closeCode for the close frame, or 0 to end without one
	 */
	WebSocketServer(int messages, Answer answer, int closeCode) throws IOException {
		this.messages = messages;
		this.answer = answer;
		this.closeCode = closeCode;
		daemon(this::accept);
	}

	Target target() {
		return Target.local(this.listener.getLocalPort());
	}

	private void accept() {
		try {
			while (true) {
				Socket socket = this.listener.accept();
				daemon(() -> serve(socket));
			}
		}
		catch (IOException ex) {
			// The test is over.
		}
	}

	private void serve(Socket socket) {
		try (socket) {
			DataInputStream input = new DataInputStream(socket.getInputStream());
			OutputStream output = socket.getOutputStream();
			output.write(handshake(input).getBytes(StandardCharsets.US_ASCII));
			for (int message = 0; message < this.messages; message++) {
				send(output, TEXT, this.answer.to(receive(input)).getBytes(StandardCharsets.US_ASCII));
			}
			if (this.closeCode != 0) {
				send(output, CLOSE, new byte[] { (byte) (this.closeCode >> 8), (byte) this.closeCode });
				input.readAllBytes();
			}
		}
		catch (IOException ex) {
			// The client sees what it sees.
		}
	}

	@SuppressWarnings("deprecation")
	private static String handshake(DataInputStream input) throws IOException {
		String key = "";
		for (String line = input.readLine(); !line.isEmpty(); line = input.readLine()) {
			key = line.startsWith(KEY_HEADER) ? line.substring(KEY_HEADER.length()) : key;
		}
		return "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: "
				+ accept(key) + "\r\n\r\n";
	}

	private static String accept(String key) throws IOException {
		try {
			byte[] digest = MessageDigest.getInstance("SHA-1")
				.digest((key + KEY_SUFFIX).getBytes(StandardCharsets.US_ASCII));
			return Base64.getEncoder().encodeToString(digest);
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IOException(ex);
		}
	}

	private static String receive(DataInputStream input) throws IOException {
		input.readByte();
		int length = input.readByte() & 0x7f;
		byte[] mask = input.readNBytes(4);
		byte[] payload = input.readNBytes(length);
		for (int index = 0; index < payload.length; index++) {
			payload[index] ^= mask[index % mask.length];
		}
		return new String(payload, StandardCharsets.US_ASCII);
	}

	private static void send(OutputStream output, int head, byte[] payload) throws IOException {
		byte[] frame = new byte[payload.length + 2];
		frame[0] = (byte) head;
		frame[1] = (byte) payload.length;
		System.arraycopy(payload, 0, frame, 2, payload.length);
		output.write(frame);
	}

	private static void daemon(Runnable task) {
		Thread thread = new Thread(task, "websocket-server");
		thread.setDaemon(true);
		thread.start();
	}

	@Override
	public void close() throws IOException {
		this.listener.close();
	}

	/** What comes back for a message. */
	interface Answer {

		String to(String message);

	}

}
