package io.hotupgrade.server.tests;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

import javax.net.SocketFactory;

/**
 * An HTTP/1.1 client on a plain socket, which repeats nothing and hides nothing.
 *
 * @since 0.1.0
 */
public final class RawConnection implements AutoCloseable {

	private static final int TIMEOUT_MILLIS = 10_000;

	private final Socket socket;

	private final InputStream in;

	public RawConnection(SocketFactory sockets, int port) throws IOException {
		this.socket = sockets.createSocket(InetAddress.getLoopbackAddress(), port);
		this.socket.setSoTimeout(TIMEOUT_MILLIS);
		this.socket.setTcpNoDelay(true);
		this.in = this.socket.getInputStream();
	}

	/**
	 * Sends text as it is.
	 * @param text the text
	 * @throws IOException if it cannot be sent
	 */
	public void send(String text) throws IOException {
		this.socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
		this.socket.getOutputStream().flush();
	}

	public static String get(String path) {
		return request("GET", path);
	}

	public static String request(String method, String path) {
		return method + " " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
	}

	public static String post(String path, String body) {
		return "POST " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
	}

	/**
	 * Sends a request and reads its response.
	 * @param path the path
	 * @return the response
	 * @throws IOException if there is none
	 */
	public Response exchange(String path) throws IOException {
		send(get(path));
		return receive();
	}

	public Response receive() throws IOException {
		return receive(true);
	}

	/**
	 * Reads a response.
	 * @param body whether it has a body, if its status allows one
	 * @return the response
	 * @throws IOException if the connection ends before the response does
	 */
	public Response receive(boolean body) throws IOException {
		String statusLine = line();
		Map<String, String> headers = new TreeMap<>();
		for (String line = line(); !line.isEmpty(); line = line()) {
			int colon = line.indexOf(':');
			headers.put(line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
		}
		int status = Integer.parseInt(statusLine.split(" ")[1]);
		boolean none = !body || status < 200 || status == 204 || status == 304;
		return new Response(status, headers, none ? "" : body(headers));
	}

	private String body(Map<String, String> headers) throws IOException {
		if ("chunked".equals(headers.get("transfer-encoding"))) {
			StringBuilder text = new StringBuilder();
			for (int size = chunkSize(); size > 0; size = chunkSize()) {
				text.append(text(size));
				line();
			}
			line();
			return text.toString();
		}
		if (!headers.containsKey("content-length")) {
			throw new IOException("The body has no end of its own: " + headers);
		}
		return text(Integer.parseInt(headers.get("content-length")));
	}

	private int chunkSize() throws IOException {
		return Integer.parseInt(line(), 16);
	}

	private String text(int length) throws IOException {
		byte[] bytes = this.in.readNBytes(length);
		if (bytes.length < length) {
			throw new EOFException("Body cut after " + bytes.length + " of " + length + " bytes");
		}
		return new String(bytes, StandardCharsets.ISO_8859_1);
	}

	/**
	 * Reads what is not HTTP.
	 * @param length its length
	 * @return the text
	 * @throws IOException if the connection ends before
	 */
	public String read(int length) throws IOException {
		return text(length);
	}

	private String line() throws IOException {
		ByteArrayOutputStream line = new ByteArrayOutputStream();
		for (int next = this.in.read(); next != '\n'; next = this.in.read()) {
			if (next < 0) {
				throw new EOFException("Connection ended in or before the line '" + line + "'");
			}
			line.write(next);
		}
		return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
	}

	/**
	 * Closes the client's side only.
	 * @throws IOException if the connection is broken
	 */
	public void endOutput() throws IOException {
		this.socket.shutdownOutput();
	}

	/**
	 * Waits for the end of the connection.
	 * @return {@code true} if it has ended orderly and nothing came before
	 * @throws IOException if it was reset, or has not ended in time
	 */
	public boolean ended() throws IOException {
		return this.in.read() < 0;
	}

	/**
	 * Whether nothing comes for a while.
	 * @return whether the server is silent
	 * @throws IOException if the connection is broken
	 */
	public boolean isSilent() throws IOException {
		this.socket.setSoTimeout(100);
		try {
			this.in.read();
			return false;
		}
		catch (SocketTimeoutException ex) {
			return true;
		}
		finally {
			this.socket.setSoTimeout(TIMEOUT_MILLIS);
		}
	}

	@Override
	public void close() throws IOException {
		this.socket.close();
	}

	/**
	 * A response.
	 *
	 * @param status its status
	 * @param headers its headers, names in lower case
	 * @param body its body
	 */
	public record Response(int status, Map<String, String> headers, String body) {

		/**
		 * Whether the response says that it is the connection's last.
		 * @return whether it does
		 */
		public boolean endsConnection() {
			return "close".equalsIgnoreCase(this.headers.get("connection"));
		}

	}

}
