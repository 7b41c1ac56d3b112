package io.hotupgrade.loadmeter;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Reads one HTTP/1.1 response and no byte beyond it (RFC 9112).
 */
final class ResponseReader {

	private static final int LONGEST_LINE = 8_192;

	private static final int MOST_HEADERS = 100;

	private final InputStream input;

	private boolean begun;

	ResponseReader(InputStream input) {
		this.input = input;
	}

	/** Whether any byte of a response has been read. */
	boolean isBegun() {
		return this.begun;
	}

	/**
	 * Reads a response.
	 * @throws EOFException if the server closed the connection before the end
	 * @throws MalformedResponseException if it is no HTTP
	 */
	HttpResponse read() throws IOException {
		int status = readStatus();
		Map<String, String> headers = readHeaders();
		while (status < 200) {
			status = readStatus();
			headers = readHeaders();
		}
		BodyFraming framing = BodyFraming.of(status, headers);
		byte[] body = readBody(framing, headers);
		boolean closes = "close".equalsIgnoreCase(headers.get("connection"));
		return new HttpResponse(status, Map.copyOf(headers), body, framing.isDelimited() && !closes);
	}

	private int readStatus() throws IOException {
		String line = readLine();
		if (!line.matches("HTTP/1\\.[01] [1-5]\\d\\d( .*)?")) {
			throw new MalformedResponseException("Not a status line: " + line);
		}
		return Integer.parseInt(line.substring(9, 12));
	}

	private Map<String, String> readHeaders() throws IOException {
		Map<String, String> headers = new HashMap<>();
		for (int count = 0; count <= MOST_HEADERS; count++) {
			String line = readLine();
			if (line.isEmpty()) {
				return headers;
			}
			int colon = line.indexOf(':');
			if (colon < 1) {
				throw new MalformedResponseException("Not a header: " + line);
			}
			headers.put(line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
		}
		throw new MalformedResponseException("More than " + MOST_HEADERS + " headers");
	}

	private byte[] readBody(BodyFraming framing, Map<String, String> headers) throws IOException {
		return switch (framing) {
			case NONE -> new byte[0];
			case LENGTH -> readFully(BodyFraming.length(headers.get("content-length"), 10));
			case CHUNKED -> readChunks();
			case UNTIL_CLOSE -> this.input.readNBytes(BodyFraming.LONGEST_BODY);
		};
	}

	private byte[] readChunks() throws IOException {
		ByteArrayOutputStream body = new ByteArrayOutputStream();
		int size = readChunkSize();
		while (size > 0) {
			body.writeBytes(readFully(size));
			if (!readLine().isEmpty() || body.size() > BodyFraming.LONGEST_BODY) {
				throw new MalformedResponseException("Broken or too many chunks after " + body.size() + " bytes");
			}
			size = readChunkSize();
		}
		readHeaders();
		return body.toByteArray();
	}

	private int readChunkSize() throws IOException {
		String line = readLine();
		int extension = line.indexOf(';');
		return BodyFraming.length((extension >= 0) ? line.substring(0, extension) : line, 16);
	}

	private byte[] readFully(int length) throws IOException {
		byte[] bytes = this.input.readNBytes(length);
		if (bytes.length < length) {
			throw new EOFException("End of stream after " + bytes.length + " of " + length + " bytes");
		}
		return bytes;
	}

	private String readLine() throws IOException {
		StringBuilder line = new StringBuilder();
		int next = readByte();
		while (next != '\n') {
			line.append((char) next);
			if (line.length() > LONGEST_LINE) {
				throw new MalformedResponseException("A line of more than " + LONGEST_LINE + " bytes");
			}
			next = readByte();
		}
		int length = line.length();
		if (length > 0 && line.charAt(length - 1) == '\r') {
			line.setLength(length - 1);
		}
		return line.toString();
	}

	private int readByte() throws IOException {
		int next = this.input.read();
		if (next < 0) {
			throw new EOFException("End of stream " + (this.begun ? "in" : "before") + " the response");
		}
		this.begun = true;
		return next;
	}

}
