package io.hotupgrade.loadmeter;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/**
 * One WebSocket client, which sends numbered messages and expects each of them back, one
 * after the other, until the server ends the connection. Its monitor guards what others
 * ask for.
 */
final class WebSocketClient implements Runnable {

	/** What stands for an end without a close frame (RFC 6455, section 7.1.5). */
	static final int ABNORMAL = 1006;

	private final WebSocketConnection connection;

	private final Duration pause;

	private long sent;

	private long echoed;

	private long wrong;

	private End end;

	WebSocketClient(WebSocketConnection connection, Duration pause) {
		this.connection = connection;
		this.pause = pause;
	}

	@Override
	public void run() {
		try {
			while (end().isEmpty()) {
				Optional<WebSocketConnection.Frame> frame = this.connection.receive(this.pause);
				frame.ifPresent(this::received);
				if (frame.isEmpty() && !isUnanswered()) {
					send();
				}
			}
		}
		catch (IOException ex) {
			ended(ABNORMAL);
		}
		finally {
			this.connection.close();
		}
	}

	private void send() throws IOException {
		String message;
		synchronized (this) {
			message = Long.toString(++this.sent);
		}
		this.connection.send(WebSocketConnection.TEXT, message.getBytes(StandardCharsets.US_ASCII));
	}

	private void received(WebSocketConnection.Frame frame) {
		if (frame.opcode() == WebSocketConnection.CLOSE) {
			ended(frame.closeCode());
			answerClose(frame);
		}
		else if (frame.opcode() == WebSocketConnection.TEXT) {
			answered(frame.text());
		}
	}

	private synchronized void answered(String text) {
		if (text.equals(Long.toString(this.sent))) {
			this.echoed++;
		}
		else {
			this.wrong++;
		}
	}

	private void answerClose(WebSocketConnection.Frame frame) {
		try {
			this.connection.send(WebSocketConnection.CLOSE, frame.payload());
		}
		catch (IOException ex) {
			// The server has closed the connection without waiting for the answer.
		}
	}

	private synchronized void ended(int code) {
		if (this.end == null) {
			this.end = new End(code, System.nanoTime());
		}
	}

	synchronized long echoed() {
		return this.echoed;
	}

	synchronized long wrong() {
		return this.wrong;
	}

	synchronized boolean isUnanswered() {
		return this.sent > this.echoed + this.wrong;
	}

	/** How the server ended the connection, if it did. */
	synchronized Optional<End> end() {
		return Optional.ofNullable(this.end);
	}

	/** Cuts the connection. */
	void abort() {
		this.connection.close();
	}

	/**
	 * The end of a connection.
	 *
	 * @param code the close frame's status code, or {@link #ABNORMAL}
	 * @param nanoTime when it was seen
	 */
	record End(int code, long nanoTime) {

	}

}
