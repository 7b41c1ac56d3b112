package io.hotupgrade.loadmeter;

import java.io.Closeable;
import java.util.Optional;

/**
 * One client with a connection that it keeps as long as the server does. Used by one
 * thread.
 */
final class KeptAliveClient implements Closeable {

	private static final Request ROOT = Request.get("/");

	private final LoadSession session;

	private final String kind;

	private final ResponseCheck check;

	private Connection connection;

	/** One that asks for the sample's "/". */
	KeptAliveClient(LoadSession session) {
		this(session, KeptAliveClients.KIND, ResponseCheck.IDENTITY);
	}

	KeptAliveClient(LoadSession session, String kind, ResponseCheck check) {
		this.session = session;
		this.kind = kind;
		this.check = check;
	}

	/**
	 * Makes one request for "/".
	 * @param dueAt when it was due: lateness counts as latency
	 * @return whether a complete response came
	 */
	boolean request(long dueAt) {
		return request(ROOT, dueAt).isPresent();
	}

	/**
	 * Makes one request.
	 * @param request the request
	 * @param dueAt when it was due: lateness counts as latency
	 * @return the response, if a complete one came
	 */
	Optional<HttpResponse> request(Request request, long dueAt) {
		if (this.connection != null && this.connection.isClosedByServer()) {
			this.session.recorder().closedIdle(this.kind);
			close();
		}
		Optional<HttpResponse> response = this.session.measure(this.kind, dueAt, () -> exchange(request), this.check);
		if (!response.map(HttpResponse::reusable).orElse(false)) {
			close();
		}
		return response;
	}

	private HttpResponse exchange(Request request) throws ExchangeFailedException {
		if (this.connection == null) {
			this.connection = this.session.connect();
		}
		return this.connection.exchange(request);
	}

	@Override
	public void close() {
		if (this.connection != null) {
			this.connection.close();
			this.connection = null;
		}
	}

}
