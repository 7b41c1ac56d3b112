package io.hotupgrade.autoconfigure.exclusive;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.io.PushbackInputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Collections;
import java.util.Locale;
import java.util.Objects;

import io.hotupgrade.exclusive.Entrance;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/**
 * Has a successor serve requests: method, path, headers and body go there as they are,
 * and so does what it answers come back, as a stream. Nothing is sent twice.
 */
final class ServletForwarding {

	private static final int BUFFER = 8192;

	private final HttpClient client = HttpClient.newBuilder()
		.version(HttpClient.Version.HTTP_1_1)
		.proxy(HttpClient.Builder.NO_PROXY)
		.followRedirects(HttpClient.Redirect.NEVER)
		.build();

	/**
	 * Sends a request on, and waits for the end of the response.
	 * @param entrance where to
	 * @param request the request
	 * @param response the response
	 * @throws ConnectException if there is nobody, so that nothing has been sent
	 * @throws IOException if one of the two did not come to its end
	 */
	void forward(Entrance entrance, HttpServletRequest request, HttpServletResponse response) throws IOException {
		HttpResponse<InputStream> answer = send(build(entrance, request));
		try (InputStream body = answer.body()) {
			response.setStatus(answer.statusCode());
			answer.headers()
				.map()
				.forEach((name, values) -> values.stream()
					.filter((value) -> ForwardedHeaders.passes(name))
					.forEach((value) -> response.addHeader(name, value)));
			answer.headers().firstValueAsLong("content-length").ifPresent(response::setContentLengthLong);
			copy(body, response.getOutputStream());
		}
	}

	private HttpResponse<InputStream> send(HttpRequest request) throws IOException {
		try {
			return this.client.send(request, HttpResponse.BodyHandlers.ofInputStream());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw (IOException) new InterruptedIOException("Interrupted while the new instance answers").initCause(ex);
		}
	}

	private static HttpRequest build(Entrance entrance, HttpServletRequest request) throws IOException {
		HttpRequest.Builder builder = HttpRequest.newBuilder(uri(entrance, request));
		Collections.list(request.getHeaderNames())
			.stream()
			.filter(ForwardedHeaders::passes)
			.forEach((name) -> Collections.list(request.getHeaders(name))
				.forEach((value) -> builder.header(name, value)));
		entrance.headers().forEach(builder::setHeader);
		builder.setHeader(Origin.HEADER, origin(request).toHeader());
		return builder.method(request.getMethod(), body(request)).build();
	}

	private static URI uri(Entrance entrance, HttpServletRequest request) throws IOException {
		String query = (request.getQueryString() != null) ? "?" + request.getQueryString() : "";
		try {
			return URI.create("http://%s:%d%s%s".formatted(entrance.address().getAddress().getHostAddress(),
					entrance.address().getPort(), request.getRequestURI(), query));
		}
		catch (IllegalArgumentException ex) {
			throw new IOException("The new instance cannot be asked for this path: " + ex.getMessage(), ex);
		}
	}

	private static Origin origin(HttpServletRequest request) {
		String host = Objects.requireNonNullElse(request.getHeader("Host"),
				request.getServerName() + ":" + request.getServerPort());
		return new Origin(request.getRemoteAddr(), request.getRemotePort(), request.getScheme(), host);
	}

	/** Whether there is a body is not always said before it comes. */
	private static HttpRequest.BodyPublisher body(HttpServletRequest request) throws IOException {
		long length = request.getContentLengthLong();
		if (length == 0 || length < 0 && !mayHaveBody(request)) {
			return HttpRequest.BodyPublishers.noBody();
		}
		if (length > 0) {
			InputStream in = request.getInputStream();
			return HttpRequest.BodyPublishers.fromPublisher(HttpRequest.BodyPublishers.ofInputStream(() -> in), length);
		}
		PushbackInputStream in = new PushbackInputStream(request.getInputStream());
		int first = in.read();
		if (first < 0) {
			return HttpRequest.BodyPublishers.noBody();
		}
		in.unread(first);
		return HttpRequest.BodyPublishers.ofInputStream(() -> in);
	}

	private static boolean mayHaveBody(HttpServletRequest request) {
		return request.getHeader("Transfer-Encoding") != null
				|| request.getProtocol().toUpperCase(Locale.ROOT).startsWith("HTTP/2");
	}

	/** What has come is passed on before the next is waited for. */
	private static void copy(InputStream in, OutputStream out) throws IOException {
		byte[] buffer = new byte[BUFFER];
		int count = in.read(buffer);
		while (count >= 0) {
			out.write(buffer, 0, count);
			if (in.available() == 0) {
				out.flush();
			}
			count = in.read(buffer);
		}
	}

}
