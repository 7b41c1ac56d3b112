package io.hotupgrade.loadmeter;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/**
 * A WebSocket over a plain socket (RFC 6455), for short messages. The JDK's own client
 * does not reliably report an end without a close frame. Used by one thread, except for
 * {@link #close()}.
 */
final class WebSocketConnection implements Closeable {

	static final int TEXT = 0x1;

	static final int CLOSE = 0x8;

	private static final int FINAL = 0x80;

	private static final int MASKED = 0x80;

	/** Longer payloads have another header. */
	private static final int LONGEST = 125;

	private static final String HANDSHAKE = """
			GET /ws HTTP/1.1\r
			Host: localhost\r
			Connection: Upgrade\r
			Upgrade: websocket\r
			Sec-WebSocket-Version: 13\r
			Sec-WebSocket-Key: AQIDBAUGBwgJCgsMDQ4PEA==\r
			\r
			""";

	private final Socket socket;

	private final DataInputStream input;

	private final Duration frameLimit;

	private WebSocketConnection(Socket socket, Duration frameLimit) throws IOException {
		this.socket = socket;
		this.input = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
		this.frameLimit = frameLimit;
	}

	static WebSocketConnection open(Target target) throws IOException {
		Socket socket = new Socket();
		try {
			socket.connect(target.address(), (int) target.connectTimeout().toMillis());
			socket.setTcpNoDelay(true);
			WebSocketConnection connection = new WebSocketConnection(socket, target.answerTimeout());
			connection.shakeHands();
			return connection;
		}
		catch (IOException ex) {
			socket.close();
			throw ex;
		}
	}

	private void shakeHands() throws IOException {
		this.socket.setSoTimeout((int) this.frameLimit.toMillis());
		this.socket.getOutputStream().write(HANDSHAKE.getBytes(StandardCharsets.US_ASCII));
		StringBuilder head = new StringBuilder();
		while (head.indexOf("\r\n\r\n") < 0) {
			head.append((char) this.input.readUnsignedByte());
		}
		if (!head.toString().startsWith("HTTP/1.1 101 ")) {
			throw new IOException("No WebSocket at /ws, but " + head.toString().lines().findFirst().orElse(""));
		}
	}

	/** Sends one frame, masked with zeros, which leave the payload as it is. */
	void send(int opcode, byte[] payload) throws IOException {
		byte[] frame = new byte[payload.length + 6];
		frame[0] = (byte) (FINAL | opcode);
		frame[1] = (byte) (MASKED | payload.length);
		System.arraycopy(payload, 0, frame, 6, payload.length);
		this.socket.getOutputStream().write(frame);
	}

	/**
	 * Receives a frame.
	 * @param wait how long it may take until it begins
	 * @return the frame, or empty if none has begun
	 * @throws IOException also at the end of the connection
	 */
	Optional<Frame> receive(Duration wait) throws IOException {
		int first;
		try {
			this.socket.setSoTimeout((int) Math.max(1, wait.toMillis()));
			first = this.input.readUnsignedByte();
		}
		catch (SocketTimeoutException ex) {
			return Optional.empty();
		}
		this.socket.setSoTimeout((int) this.frameLimit.toMillis());
		int length = this.input.readUnsignedByte();
		if (length > LONGEST) {
			throw new IOException("A frame of " + length + " or more bytes; nothing that long was sent");
		}
		byte[] payload = this.input.readNBytes(length);
		if (payload.length < length) {
			throw new EOFException("The connection ended within a frame");
		}
		return Optional.of(new Frame(first & 0xf, payload));
	}

	@Override
	public void close() {
		try {
			this.socket.close();
		}
		catch (IOException ex) {
			// It is unusable either way.
		}
	}

	/**
	 * A frame.
	 *
	 * @param opcode its kind
	 * @param payload its content
	 */
	record Frame(int opcode, byte[] payload) {

		String text() {
			return new String(this.payload, StandardCharsets.UTF_8);
		}

		/** The status code of a close frame, 1005 if it has none. */
		int closeCode() {
			return (this.payload.length < 2) ? 1005 : (this.payload[0] & 0xff) << 8 | (this.payload[1] & 0xff);
		}

	}

}
