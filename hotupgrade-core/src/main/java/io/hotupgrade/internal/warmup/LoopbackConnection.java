package io.hotupgrade.internal.warmup;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.ProtocolException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

import io.hotupgrade.WarmUpResponse;

/**
 * An HTTP/1.1 connection of a process to itself. Not the JDK's client: that would load
 * some hundred classes and start threads in every successor, and it repeats requests
 * unasked. Reads wait without a limit; whoever has one closes the connection.
 */
final class LoopbackConnection implements Closeable {

	private static final int OK = 200;

	private static final int NO_CONTENT = 204;

	private static final int NOT_MODIFIED = 304;

	private static final int HEXADECIMAL = 16;

	private static final int LONGEST_LINE = 64 * 1024;

	private final Socket socket;

	private final InputStream in;

	private boolean reusable = true;

	LoopbackConnection(InetSocketAddress address) throws IOException {
		this.socket = new Socket(address.getAddress(), address.getPort());
		this.socket.setTcpNoDelay(true);
		this.in = new BufferedInputStream(this.socket.getInputStream());
	}

	/**
	 * Whether another request can be sent.
	 * @return {@code false} once the server has announced or brought about the end
	 */
	boolean isReusable() {
		return this.reusable;
	}

	/**
	 * Sends a request and reads the whole response.
	 * @param request the request's bytes
	 * @param head whether it is a {@code HEAD}, whose response has no body
	 * @return the response without its body
	 * @throws IOException if there is no proper response
	 */
	WarmUpResponse send(byte[] request, boolean head) throws IOException {
		boolean complete = false;
		try {
			this.socket.getOutputStream().write(request);
			Head response = readHead();
			while (response.status() < OK) {
				response = readHead();
			}
			this.reusable = !response.close();
			if (!head && response.status() != NO_CONTENT && response.status() != NOT_MODIFIED) {
				skipBody(response);
			}
			complete = true;
			return new WarmUpResponse(response.status(), response.headers());
		}
		finally {
			this.reusable &= complete;
		}
	}

	private Head readHead() throws IOException {
		int status = status(readLine());
		Map<String, String> headers = new HashMap<>();
		long length = -1;
		boolean chunked = false;
		boolean close = false;
		for (String line = readLine(); !line.isEmpty(); line = readLine()) {
			int colon = line.indexOf(':');
			String name = line.substring(0, Math.max(colon, 0)).toLowerCase(Locale.ROOT);
			String value = line.substring(colon + 1).trim();
			headers.put(name, value);
			switch (name) {
				case "content-length" -> length = number(value, 10);
				case "transfer-encoding" -> chunked = true;
				case "connection" -> close = value.equalsIgnoreCase("close");
				default -> {
				}
			}
		}
		return new Head(status, headers, length, chunked, close);
	}

	private static int status(String line) throws ProtocolException {
		String[] parts = line.split(" ");
		if (parts.length < 2 || !parts[0].startsWith("HTTP/1.")) {
			throw new ProtocolException("'" + line + "' is not the beginning of a response");
		}
		return (int) number(parts[1], 10);
	}

	private static long number(String text, int radix) throws ProtocolException {
		try {
			return Long.parseLong(text, radix);
		}
		catch (NumberFormatException ex) {
			throw new ProtocolException("'" + text + "' is not a number");
		}
	}

	private void skipBody(Head response) throws IOException {
		if (response.chunked()) {
			skipChunks();
		}
		else if (response.length() >= 0) {
			this.in.skipNBytes(response.length());
		}
		else {
			this.reusable = false;
			this.in.transferTo(OutputStream.nullOutputStream());
		}
	}

	private void skipChunks() throws IOException {
		long size;
		do {
			String line = readLine();
			int extension = line.indexOf(';');
			size = number(((extension >= 0) ? line.substring(0, extension) : line).trim(), HEXADECIMAL);
			this.in.skipNBytes(size);
			if (size > 0) {
				readLine();
			}
		}
		while (size > 0);
		while (!readLine().isEmpty()) {
			continue;
		}
	}

	private String readLine() throws IOException {
		ByteArrayOutputStream line = new ByteArrayOutputStream();
		for (int next = this.in.read(); next != '\n'; next = this.in.read()) {
			if (next < 0) {
				throw new EOFException("The server closed the connection before its response was complete");
			}
			if (line.size() >= LONGEST_LINE) {
				throw new ProtocolException("A line of the response is longer than " + LONGEST_LINE + " bytes");
			}
			if (next != '\r') {
				line.write(next);
			}
		}
		return line.toString(StandardCharsets.ISO_8859_1);
	}

	/**
	 * May be called from any thread; ends what another one waits for.
	 */
	@Override
	public void close() throws IOException {
		this.socket.close();
	}

	private record Head(int status, Map<String, String> headers, long length, boolean chunked, boolean close) {

	}

}
