package io.hotupgrade.loadmeter;

import java.io.Closeable;
import java.util.Optional;

/**
 * One client with a connection that it keeps as long as the server does. Used by one
 * thread.
 */
final class KeptAliveClient implements Closeable {

	private static final Request REQUEST = Request.get("/");

	private final LoadSession session;

	private Connection connection;

	KeptAliveClient(LoadSession session) {
		this.session = session;
	}

	/**
	 * Makes one request.
	 * @param dueAt when it was due: lateness counts as latency
	 * @return whether a complete response came
	 */
	boolean request(long dueAt) {
		if (this.connection != null && this.connection.isClosedByServer()) {
			this.session.recorder().closedIdle(KeptAliveClients.KIND);
			close();
		}
		Optional<HttpResponse> response = this.session.measure(KeptAliveClients.KIND, dueAt, this::exchange,
				ResponseCheck.IDENTITY);
		if (!response.map(HttpResponse::reusable).orElse(false)) {
			close();
		}
		return response.isPresent();
	}

	private HttpResponse exchange() throws ExchangeFailedException {
		if (this.connection == null) {
			this.connection = this.session.connect();
		}
		return this.connection.exchange(REQUEST);
	}

	@Override
	public void close() {
		if (this.connection != null) {
			this.connection.close();
			this.connection = null;
		}
	}

}
