package io.hotupgrade.server.tests;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;

/**
 * An HTTP/2 client on a plain socket that speaks just enough of the protocol to see every
 * frame.
 *
 * @since 0.1.0
 */
public final class RawHttp2Connection implements AutoCloseable {

	static final int DATA = 0;

	static final int HEADERS = 1;

	static final int RST_STREAM = 3;

	static final int SETTINGS = 4;

	static final int PING = 6;

	static final int GOAWAY = 7;

	private static final int END_STREAM = 0x1;

	private static final int END_HEADERS = 0x4;

	private static final int ACK = 0x1;

	private final Socket socket;

	private final DataInputStream in;

	private final BufferedOutputStream out;

	private boolean corked;

	public RawHttp2Connection(int port) throws IOException {
		this(port, "");
	}

	/**
	 * Connects.
	 * @param port the port
	 * @param header what a proxy would send first
	 */
	public RawHttp2Connection(int port, String header) throws IOException {
		this(new Socket(InetAddress.getLoopbackAddress(), port), header);
	}

	/**
	 * Speaks HTTP/2 on a connection.
	 * @param socket the connection
	 */
	public RawHttp2Connection(Socket socket) throws IOException {
		this(socket, "");
	}

	private RawHttp2Connection(Socket socket, String header) throws IOException {
		this.socket = socket;
		this.socket.setSoTimeout(10_000);
		this.in = new DataInputStream(this.socket.getInputStream());
		this.out = new BufferedOutputStream(this.socket.getOutputStream());
		this.out.write((header + "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
		send(SETTINGS, 0, 0, new byte[0]);
	}

	private void send(int type, int flags, int stream, byte[] payload) throws IOException {
		ByteBuffer frame = ByteBuffer.allocate(9 + payload.length);
		frame.putInt((payload.length << 8) | type).put((byte) flags).putInt(stream).put(payload);
		this.out.write(frame.array());
		if (!this.corked) {
			this.out.flush();
		}
	}

	/** Keeps frames back until {@link #uncork()}. */
	public void cork() {
		this.corked = true;
	}

	/** Sends what was kept back in one piece. */
	public void uncork() throws IOException {
		this.corked = false;
		this.out.flush();
	}

	/** Says that the client leaves, without an error. */
	public void sendGoAway() throws IOException {
		send(GOAWAY, 0, 0, new byte[8]);
	}

	/** Gives up a stream. */
	public void reset(int stream) throws IOException {
		send(RST_STREAM, 0, stream, new byte[4]);
	}

	public void ping() throws IOException {
		send(PING, 0, 0, new byte[8]);
	}

	/** Reads to the answer to a ping. */
	public void awaitPong() throws IOException {
		Frame frame;
		do {
			frame = next();
			if (frame == null || frame.type() == GOAWAY) {
				throw new IOException("Instead of the answer to a ping came " + frame);
			}
		}
		// A server may ask, too.
		while (frame.type() != PING || (frame.flags() & ACK) == 0);
	}

	/** Reads to the ends of some streams, which may come in any order. */
	public void bodies(Integer... streams) throws IOException {
		Set<Integer> left = new HashSet<>(Set.of(streams));
		while (!left.isEmpty()) {
			Frame frame = next();
			if (frame == null || frame.type() == GOAWAY || frame.type() == RST_STREAM) {
				throw new IOException("Instead of streams " + left + " came " + frame);
			}
			if ((frame.type() == DATA || frame.type() == HEADERS) && (frame.flags() & END_STREAM) != 0) {
				left.remove(frame.stream());
			}
		}
	}

	public void get(int stream, String path) throws IOException {
		ByteArrayOutputStream headers = new ByteArrayOutputStream();
		// Fields of HPACK's static table: GET, http; then literals named by its entries.
		headers.write(0x82);
		headers.write(0x86);
		literal(headers, 0x04, path);
		literal(headers, 0x01, "localhost");
		send(HEADERS, END_STREAM | END_HEADERS, stream, headers.toByteArray());
	}

	private static void literal(ByteArrayOutputStream headers, int nameIndex, String value) {
		headers.write(nameIndex);
		headers.write(value.length());
		headers.writeBytes(value.getBytes(StandardCharsets.US_ASCII));
	}

	/**
	 * Reads to the end of a stream.
	 * @param stream the stream
	 * @return the body
	 */
	public String body(int stream) throws IOException {
		StringBuilder body = new StringBuilder();
		Frame frame;
		do {
			frame = next();
			if (frame == null || frame.type() == GOAWAY) {
				throw new IOException("Instead of stream " + stream + " came " + frame);
			}
			if (frame.type() == DATA && frame.stream() == stream) {
				body.append(new String(frame.payload(), StandardCharsets.ISO_8859_1));
			}
		}
		while (frame.stream() != stream || (frame.flags() & END_STREAM) == 0);
		return body.toString();
	}

	/**
	 * Reads to the reset of a stream.
	 * @param stream the stream
	 */
	public void awaitReset(int stream) throws IOException {
		Frame frame;
		do {
			frame = next();
			if (frame == null || frame.type() == GOAWAY) {
				throw new IOException("Instead of the reset of stream " + stream + " came " + frame);
			}
		}
		while (frame.type() != RST_STREAM || frame.stream() != stream);
	}

	/**
	 * Reads to the next GOAWAY.
	 * @return its last stream id
	 */
	public int goAway() throws IOException {
		Frame frame;
		do {
			frame = next();
			if (frame == null) {
				throw new IOException("The connection ended without a GOAWAY");
			}
		}
		while (frame.type() != GOAWAY);
		return ByteBuffer.wrap(frame.payload()).getInt();
	}

	/**
	 * Reads to the server's settings, which are its answer to the preface.
	 */
	public void settings() throws IOException {
		Frame frame;
		do {
			frame = next();
		}
		while (frame != null && frame.type() != SETTINGS);
	}

	public boolean ended() throws IOException {
		return next() == null;
	}

	private Frame next() throws IOException {
		int first = this.in.read();
		if (first < 0) {
			return null;
		}
		int length = (first << 16) | this.in.readUnsignedShort();
		int type = this.in.readUnsignedByte();
		int flags = this.in.readUnsignedByte();
		int stream = this.in.readInt();
		Frame frame = new Frame(type, flags, stream, this.in.readNBytes(length));
		if (type == SETTINGS && flags == 0) {
			send(SETTINGS, ACK, 0, new byte[0]);
		}
		return frame;
	}

	@Override
	public void close() throws IOException {
		this.socket.close();
	}

	private record Frame(int type, int flags, int stream, byte[] payload) {

	}

}
