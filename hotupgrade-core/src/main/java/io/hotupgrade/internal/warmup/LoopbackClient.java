package io.hotupgrade.internal.warmup;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;

import io.hotupgrade.WarmUpRequest;
import io.hotupgrade.WarmUpResponse;

/**
 * Sends requests over connections that it keeps, one for each request under way.
 * Thread-safe.
 */
final class LoopbackClient implements Closeable {

	private final InetSocketAddress address;

	private final String host;

	private final Map<String, String> headers;

	private final Set<LoopbackConnection> open = ConcurrentHashMap.newKeySet();

	private final Deque<LoopbackConnection> idle = new ConcurrentLinkedDeque<>();

	private volatile boolean closed;

	/**
	 * Creates a client.
	 * @param address where to connect to
	 * @param host what is sent as {@code Host} unless the request names another
	 * @param headers headers of each request
	 */
	LoopbackClient(InetSocketAddress address, String host, Map<String, String> headers) {
		this.address = address;
		this.host = host;
		this.headers = headers;
	}

	/**
	 * Sends a request and reads its whole response.
	 * @param request the request
	 * @return the response
	 * @throws IOException if there is no proper response, or this client is closed
	 */
	WarmUpResponse send(WarmUpRequest request) throws IOException {
		LoopbackConnection connection = connection();
		try {
			return connection.send(bytes(request), request.method().equals("HEAD"));
		}
		finally {
			release(connection);
		}
	}

	private LoopbackConnection connection() throws IOException {
		LoopbackConnection kept = this.idle.poll();
		if (kept != null) {
			return kept;
		}
		LoopbackConnection connection = new LoopbackConnection(this.address);
		this.open.add(connection);
		if (this.closed) {
			release(connection);
			throw new IOException("The warm-up is over");
		}
		return connection;
	}

	private void release(LoopbackConnection connection) throws IOException {
		if (connection.isReusable() && !this.closed) {
			this.idle.push(connection);
		}
		else {
			this.open.remove(connection);
			connection.close();
		}
	}

	private byte[] bytes(WarmUpRequest request) {
		byte[] body = request.body().getBytes(StandardCharsets.UTF_8);
		Map<String, String> all = new LinkedHashMap<>();
		if (request.headers().keySet().stream().noneMatch("host"::equalsIgnoreCase)) {
			all.put("Host", this.host);
		}
		all.putAll(request.headers());
		if (body.length > 0) {
			all.put("Content-Length", Integer.toString(body.length));
		}
		all.putAll(this.headers);
		StringBuilder head = new StringBuilder(request.method()).append(' ')
			.append(request.path())
			.append(" HTTP/1.1\r\n");
		all.forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
		byte[] start = head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
		byte[] bytes = new byte[start.length + body.length];
		System.arraycopy(start, 0, bytes, 0, start.length);
		System.arraycopy(body, 0, bytes, start.length, body.length);
		return bytes;
	}

	/**
	 * Closes all connections, and ends what other threads wait for on them.
	 */
	@Override
	public void close() throws IOException {
		this.closed = true;
		for (LoopbackConnection connection : this.open) {
			connection.close();
		}
	}

}
