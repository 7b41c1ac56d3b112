package io.hotupgrade.endtoend;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.hotupgrade.loadmeter.process.SampleInstance;

/**
 * Clients that each count in a session of their own, and look at each answer: it has to
 * be one more than the one before, and must not begin another session. Each request comes
 * on a connection of its own. Nothing is tried again.
 */
final class SessionClients implements AutoCloseable {

	private static final int THREADS = 4;

	private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(2);

	private static final Pattern COOKIE = Pattern.compile("(?i)set-cookie: (J?SESSION(?:ID)?=[^;]+)");

	private static final Pattern COUNT = Pattern.compile("count=(\\d+)");

	private final SampleInstance sample;

	private final List<Visitor> visitors = new ArrayList<>();

	private final List<Thread> threads = new ArrayList<>();

	private final AtomicBoolean stopped = new AtomicBoolean();

	private final AtomicInteger visits = new AtomicInteger();

	private final AtomicInteger setbacks = new AtomicInteger();

	private volatile boolean setbackExpected;

	private final Queue<String> failures = new ConcurrentLinkedQueue<>();

	private SessionClients(SampleInstance sample) {
		this.sample = sample;
	}

	/**
	 * Begins sessions, and then uses all of them until stopped.
	 * @param sample the application
	 * @param number how many sessions
	 * @return the clients
	 */
	static SessionClients start(SampleInstance sample, int number) throws IOException {
		SessionClients clients = new SessionClients(sample);
		for (int i = 0; i < number; i++) {
			Visitor visitor = clients.new Visitor();
			visitor.begin();
			clients.visitors.add(visitor);
		}
		for (int i = 0; i < THREADS; i++) {
			int first = i;
			Thread thread = new Thread(() -> clients.visit(first), "session-clients-" + i);
			clients.threads.add(thread);
			thread.setDaemon(true);
			thread.start();
		}
		return clients;
	}

	private void visit(int first) {
		while (!this.stopped.get()) {
			for (int i = first; i < this.visitors.size() && !this.stopped.get(); i += THREADS) {
				this.visitors.get(i).visit();
				LockSupport.parkNanos(PAUSE);
			}
		}
	}

	/** What was not as it should be. */
	Queue<String> failures() {
		return this.failures;
	}

	int visits() {
		return this.visits.get();
	}

	/**
	 * From now on an instance may be gone: a request may find nobody, and a session may
	 * be what it was before. It must be the same one.
	 */
	void expectSetback() {
		this.setbackExpected = true;
	}

	/** From now on each session goes on. */
	void expectNothing() {
		this.setbackExpected = false;
	}

	/** How often a session was what it had been before. */
	int setbacks() {
		return this.setbacks.get();
	}

	/** Sends a request of the first client's. */
	String send(String request, String body) throws IOException {
		return this.visitors.get(0).send(request, body);
	}

	void stop() throws InterruptedException {
		this.stopped.set(true);
		for (Thread thread : this.threads) {
			thread.join();
		}
	}

	/** Does not wait for requests that are under way. */
	@Override
	public void close() {
		this.stopped.set(true);
	}

	/**
	 * One client.
	 */
	private final class Visitor {

		private String cookie = "";

		private int count = 1;

		/** Whether the last request may have been counted all the same. */
		private boolean unanswered;

		void begin() throws IOException {
			Matcher set = COOKIE.matcher(send("GET /counter", ""));
			if (!set.find()) {
				throw new IOException("No session was begun");
			}
			this.cookie = "Cookie: " + set.group(1) + "\r\n";
		}

		void visit() {
			try {
				String answer = send("GET /counter", "");
				Matcher counted = COUNT.matcher(answer);
				int found = counted.find() ? Integer.parseInt(counted.group(1)) : 0;
				this.count++;
				if (this.unanswered && found == this.count + 1) {
					this.count = found;
				}
				if (found > 1 && found < this.count && SessionClients.this.setbackExpected) {
					this.count = found;
					SessionClients.this.setbacks.incrementAndGet();
				}
				else if (found != this.count) {
					SessionClients.this.failures.add("Expected count=" + this.count + ": " + answer);
				}
				this.unanswered = false;
				SessionClients.this.visits.incrementAndGet();
			}
			catch (IOException ex) {
				this.unanswered = true;
				if (!SessionClients.this.setbackExpected) {
					SessionClients.this.failures.add(ex.toString());
				}
			}
		}

		private String send(String request, String body) throws IOException {
			try (RawClient client = RawClient.connect(SessionClients.this.sample)) {
				client
					.send(request + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: text/plain\r\n"
							+ "Content-Length: " + body.length() + "\r\n" + this.cookie + "\r\n" + body);
				return client.receive();
			}
		}

	}

}
