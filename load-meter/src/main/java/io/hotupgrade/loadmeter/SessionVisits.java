package io.hotupgrade.loadmeter;

import java.util.Optional;

/**
 * Clients that keep their connection and count in a session of their own, without a
 * pause. Each answer has to be one more than the one before.
 */
public final class SessionVisits extends Load {

	/** The name under which these requests are counted. */
	public static final String KIND = "session-visit";

	static final Request FIRST = Request.get("/counter");

	/**
	 * Clients of the sample's "/counter".
	 * @param clients their number
	 */
	public SessionVisits(int clients) {
		super(KIND, clients);
	}

	@Override
	Client begin(LoadSession session) {
		return (index) -> {
			Counting counting = new Counting();
			try (KeptAliveClient client = new KeptAliveClient(session, KIND, counting)) {
				while (session.awaitDue(System.nanoTime())) {
					client.request(counting.next(), System.nanoTime()).ifPresent(counting::answered);
				}
			}
		};
	}

	/**
	 * What one client knows.
	 */
	private static final class Counting implements ResponseCheck {

		private Request request = FIRST;

		private int count;

		Request next() {
			return this.request;
		}

		@Override
		public Optional<String> problem(HttpResponse response) {
			String expected = "count=" + (this.count + 1) + "<";
			return response.text().contains(expected) ? Optional.empty()
					: Optional.of("expected '" + expected + "' and got '" + response.text() + "'");
		}

		void answered(HttpResponse response) {
			this.count++;
			response.header("Set-Cookie")
				.ifPresent((cookie) -> this.request = FIRST.withHeader("Cookie", cookie.split(";")[0]));
		}

	}

}
