package io.hotupgrade.loadmeter;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * An HTTP/1.1 request.
 *
 * @param method the method
 * @param path path and query
 * @param headers complete header lines
 * @param body the body
 * @param duration how long answering takes a server that does just what is asked
 */
record Request(String method, String path, List<String> headers, RequestBody body, Duration duration) {

	private static final String CRLF = "\r\n";

	static Request get(String path) {
		return new Request("GET", path, List.of(), RequestBody.NONE, Duration.ZERO);
	}

	/** Tells the server that no other request will follow on the connection. */
	Request lastOnConnection() {
		return new Request(this.method, this.path, List.of("Connection: close"), this.body, this.duration);
	}

	Request withHeader(String name, String value) {
		List<String> all = Stream.concat(this.headers.stream(), Stream.of(name + ": " + value)).toList();
		return new Request(this.method, this.path, all, this.body, this.duration);
	}

	Request lasting(Duration expected) {
		return new Request(this.method, this.path, this.headers, this.body, expected);
	}

	void writeTo(OutputStream output) throws IOException {
		output.write(head().getBytes(StandardCharsets.US_ASCII));
		output.flush();
		this.body.writeTo(output);
	}

	private String head() {
		StringBuilder head = new StringBuilder();
		head.append(this.method).append(' ').append(this.path).append(" HTTP/1.1").append(CRLF);
		head.append("Host: localhost").append(CRLF);
		this.headers.forEach((header) -> head.append(header).append(CRLF));
		this.body.headers().forEach((header) -> head.append(header).append(CRLF));
		return head.append(CRLF).toString();
	}

}
