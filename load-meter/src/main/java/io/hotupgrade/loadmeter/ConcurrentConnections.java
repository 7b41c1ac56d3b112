package io.hotupgrade.loadmeter;

/**
 * As many requests as the server can take from a number of clients, each on a new
 * connection. Measures throughput; for latency and losses take {@link NewConnections}.
 */
public final class ConcurrentConnections extends RepeatedRequests {

	/** The name under which these requests are counted. */
	public static final String KIND = "concurrent-connection";

	/**
	 * Clients of the sample's "/".
	 * @param clients their number
	 */
	public ConcurrentConnections(int clients) {
		super(KIND, clients);
	}

	@Override
	Request request(LoadSession session) {
		return Request.get("/");
	}

	@Override
	ResponseCheck check() {
		return ResponseCheck.IDENTITY;
	}

}
