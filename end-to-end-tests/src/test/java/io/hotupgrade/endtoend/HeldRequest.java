package io.hotupgrade.endtoend;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

import io.hotupgrade.loadmeter.Target;

/**
 * An upload that an instance cannot finish before it is told to, so that its drain lasts
 * until then.
 */
final class HeldRequest implements AutoCloseable {

	private static final int TIMEOUT_MILLIS = 10_000;

	private final Socket socket;

	private HeldRequest(Socket socket) {
		this.socket = socket;
	}

	static HeldRequest begin(Target target) throws IOException {
		Socket socket = new Socket(target.address().getAddress(), target.address().getPort());
		socket.setSoTimeout(TIMEOUT_MILLIS);
		socket.getOutputStream()
			.write("POST /upload HTTP/1.1\r\nHost: held\r\nConnection: close\r\nContent-Length: 4\r\n\r\nab"
				.getBytes(StandardCharsets.US_ASCII));
		return new HeldRequest(socket);
	}

	/**
	 * Completes the request.
	 * @return the answer's first line, or an empty string if none came
	 */
	String finish() {
		try (this.socket) {
			this.socket.getOutputStream().write("cd".getBytes(StandardCharsets.US_ASCII));
			String answer = new String(this.socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
			return answer.lines().findFirst().orElse("");
		}
		catch (IOException ex) {
			return "";
		}
	}

	@Override
	public void close() throws IOException {
		this.socket.close();
	}

}
