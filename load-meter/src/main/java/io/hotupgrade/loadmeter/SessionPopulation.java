package io.hotupgrade.loadmeter;

import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * Many sessions of the sample, each with a count and a text, and what their owners know
 * of them. Begun by one load and visited by another one, not both at a time.
 */
public final class SessionPopulation {

	/** The name under which the requests are counted that begin sessions. */
	public static final String BEGINNING = "session-beginning";

	/** The name under which visits of sessions are counted. */
	public static final String VISIT = "session-visit";

	private static final int THREADS = 8;

	private final String[] cookies;

	/** Of each session, changed by the one thread that visits it. */
	private final int[] counts;

	private final RequestBody text;

	/**
	 * Plans sessions.
	 * @param sessions how many
	 * @param characters of the text in each
	 */
	public SessionPopulation(int sessions, int characters) {
		this.cookies = new String[sessions];
		this.counts = new int[sessions];
		char[] letters = new char[characters];
		Arrays.fill(letters, 'x');
		this.text = RequestBody.json(new String(letters));
	}

	/**
	 * How many requests it takes to begin them.
	 * @return the number
	 */
	public long beginnings() {
		return 2L * this.cookies.length;
	}

	/**
	 * Begins all sessions, with as many requests as {@link #beginnings} says.
	 * @return the load
	 */
	public Load begin() {
		return new Load(BEGINNING, THREADS) {
			@Override
			Client begin(LoadSession session) {
				return (index) -> {
					try (KeptAliveClient client = new KeptAliveClient(session, BEGINNING, ResponseCheck.ANY_CONTENT)) {
						for (int i = index; i < SessionPopulation.this.cookies.length; i += THREADS) {
							beginOne(client, i);
						}
					}
				};
			}
		};
	}

	private void beginOne(KeptAliveClient client, int number) {
		client.request(SessionVisits.FIRST, System.nanoTime())
			.flatMap((response) -> response.header("Set-Cookie"))
			.ifPresent((cookie) -> this.cookies[number] = cookie.split(";")[0]);
		this.counts[number] = 1;
		Request remark = new Request("POST", "/counter/remark", SessionVisits.FIRST.headers(), this.text,
				Duration.ZERO);
		client.request(remark.withHeader("Cookie", this.cookies[number]), System.nanoTime());
	}

	/**
	 * Visits sessions at random, each time on a new connection and one at a time for each
	 * thread. A session that does not know its count is a loss.
	 * @param perSecond visits a second
	 * @return the load
	 */
	public Load visit(int perSecond) {
		long period = TimeUnit.SECONDS.toNanos(THREADS) / perSecond;
		return new Load(VISIT, THREADS) {
			@Override
			Client begin(LoadSession session) {
				return (index) -> {
					long dueAt = System.nanoTime() + period * index / THREADS;
					while (session.awaitDue(dueAt)) {
						visitOne(session, THREADS * random(index) + index, dueAt);
						dueAt += period;
					}
				};
			}
		};
	}

	private int random(int index) {
		return ThreadLocalRandom.current().nextInt((this.cookies.length - index + THREADS - 1) / THREADS);
	}

	private void visitOne(LoadSession session, int number, long dueAt) {
		int expected = this.counts[number] + 1;
		Request request = SessionVisits.FIRST.lastOnConnection().withHeader("Cookie", this.cookies[number]);
		if (session.request(VISIT, dueAt, request, (response) -> problem(response, expected))) {
			this.counts[number] = expected;
		}
	}

	private static Optional<String> problem(HttpResponse response, int expected) {
		return response.text().contains("count=" + expected + "<") ? Optional.empty()
				: Optional.of("expected count=" + expected + " and got " + response.text());
	}

}
