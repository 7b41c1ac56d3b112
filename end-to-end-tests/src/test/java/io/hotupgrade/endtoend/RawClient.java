package io.hotupgrade.endtoend;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.hotupgrade.loadmeter.process.SampleInstance;

/**
 * A connection on which a test sends and receives what it wants, when it wants.
 */
final class RawClient implements Closeable {

	static final String GET = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n";

	private static final Pattern CONTENT_LENGTH = Pattern.compile("(?i)content-length: (\\d+)");

	private static final int READ_MILLIS = 60_000;

	private final Socket socket;

	private final InputStream input;

	/** The response before, which tells why a connection has ended. */
	private String last = "";

	private RawClient(Socket socket) throws IOException {
		this.socket = socket;
		this.input = new BufferedInputStream(socket.getInputStream());
	}

	static RawClient connect(SampleInstance sample) throws IOException {
		Socket socket = new Socket(sample.target().address().getAddress(), sample.port());
		socket.setTcpNoDelay(true);
		socket.setSoTimeout(READ_MILLIS);
		return new RawClient(socket);
	}

	/** A connection on which one request has been answered already. */
	static RawClient keptAlive(SampleInstance sample) throws IOException {
		RawClient client = connect(sample);
		client.send(GET);
		client.receive();
		return client;
	}

	static String get(String path) {
		return GET.replace("/ ", path + " ");
	}

	RawClient send(String text) throws IOException {
		this.socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
		return this;
	}

	RawClient sendByteByByte(String text) throws IOException, InterruptedException {
		for (char character : text.toCharArray()) {
			send(Character.toString(character));
			TimeUnit.MILLISECONDS.sleep(5);
		}
		return this;
	}

	RawClient endOfOutput() throws IOException {
		this.socket.shutdownOutput();
		return this;
	}

	/** Receives the head of a response. */
	String receiveHead() throws IOException {
		ByteArrayOutputStream head = new ByteArrayOutputStream();
		int matched = 0;
		while (matched < 4) {
			int next = this.input.read();
			if (next < 0) {
				throw new IOException(
						"The connection ended after '%s'; before that came '%s'".formatted(head, this.last));
			}
			head.write(next);
			matched = (next == "\r\n\r\n".charAt(matched)) ? matched + 1 : 0;
		}
		return head.toString(StandardCharsets.US_ASCII);
	}

	/** Receives a response that has a Content-Length or comes in chunks. */
	String receive() throws IOException {
		this.last = receiveWhole();
		return this.last;
	}

	private String receiveWhole() throws IOException {
		String head = receiveHead();
		if (head.toLowerCase(Locale.ROOT).contains("transfer-encoding: chunked")) {
			return head + receiveChunks();
		}
		Matcher length = CONTENT_LENGTH.matcher(head);
		if (!length.find()) {
			throw new IOException("No Content-Length in " + head);
		}
		byte[] body = this.input.readNBytes(Integer.parseInt(length.group(1)));
		return head + new String(body, StandardCharsets.US_ASCII);
	}

	private String receiveChunks() throws IOException {
		StringBuilder body = new StringBuilder();
		int length = -1;
		while (length != 0) {
			length = Integer.parseInt(receiveLine(), 16);
			body.append(new String(this.input.readNBytes(length), StandardCharsets.US_ASCII));
			receiveLine();
		}
		return body.toString();
	}

	private String receiveLine() throws IOException {
		StringBuilder line = new StringBuilder();
		int next = this.input.read();
		while (next >= 0 && next != '\n') {
			line.append((char) next);
			next = this.input.read();
		}
		return line.toString().strip();
	}

	/** Receives until the server ends the connection. */
	String receiveAll() throws IOException {
		return new String(this.input.readAllBytes(), StandardCharsets.US_ASCII);
	}

	/** Whether the server ends the connection, in whatever way, before the time limit. */
	boolean isCut() {
		try {
			this.input.readAllBytes();
			return true;
		}
		catch (SocketTimeoutException ex) {
			return false;
		}
		catch (IOException ex) {
			return true;
		}
	}

	@Override
	public void close() throws IOException {
		this.socket.close();
	}

}
