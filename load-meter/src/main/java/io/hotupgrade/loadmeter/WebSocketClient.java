package io.hotupgrade.loadmeter;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * One WebSocket connection, which sends numbered messages and expects each of them back.
 * Thread-safe: its monitor guards its state.
 */
final class WebSocketClient implements WebSocket.Listener {

	/** What stands for an end without a close frame (RFC 6455, section 7.1.5). */
	static final int ABNORMAL = 1006;

	private final StringBuilder text = new StringBuilder();

	private WebSocket socket;

	private long sent;

	private long echoed;

	private long wrong;

	private End end;

	/**
	 * Connects.
	 * @return completed when the handshake is over; exceptionally if it failed
	 */
	static CompletableFuture<WebSocketClient> connect(HttpClient http, URI uri, Duration timeout) {
		WebSocketClient client = new WebSocketClient();
		return http.newWebSocketBuilder().connectTimeout(timeout).buildAsync(uri, client).thenApply(client::connected);
	}

	private synchronized WebSocketClient connected(WebSocket opened) {
		this.socket = opened;
		return this;
	}

	/** Sends the next message, unless the last one is still on its way or all is over. */
	synchronized void send() {
		if (this.end == null && this.sent == this.echoed + this.wrong) {
			this.sent++;
			this.socket.sendText(Long.toString(this.sent), true);
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

	@Override
	public synchronized CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
		this.text.append(data);
		if (last) {
			if (this.text.toString().equals(Long.toString(this.sent))) {
				this.echoed++;
			}
			else {
				this.wrong++;
			}
			this.text.setLength(0);
		}
		from.request(1);
		return null;
	}

	@Override
	public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
		ended(code);
		return null;
	}

	@Override
	public void onError(WebSocket from, Throwable error) {
		ended(ABNORMAL);
	}

	private synchronized void ended(int code) {
		if (this.end == null) {
			this.end = new End(code, System.nanoTime());
		}
	}

	/** Cuts the connection. */
	synchronized void abort() {
		this.socket.abort();
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
