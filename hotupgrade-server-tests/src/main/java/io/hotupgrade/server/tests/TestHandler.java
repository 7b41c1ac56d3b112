package io.hotupgrade.server.tests;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * What a server under test answers, whatever server it is.
 * <ul>
 * <li>{@code /hello}: text of known length</li>
 * <li>{@code /chunked}: text of unknown length</li>
 * <li>{@code /empty}: 204</li>
 * <li>{@code /fail}: 503</li>
 * <li>{@code /echo}: the body of the request</li>
 * <li>{@code /wait}: like {@code /hello}, but not before {@link #release()}</li>
 * <li>{@code /short}: less than was announced, after {@link #release()}</li>
 * <li>{@code /large}: {@link #LARGE} bytes</li>
 * <li>{@code /with-cookie}, {@code /no-store}, {@code /public}: like {@code /hello}, with
 * a cookie, or a header that says whether it may be stored</li>
 * <li>{@code /marks}: {@link Answer#marks()}</li>
 * </ul>
 *
 * @since 0.1.0
 */
public final class TestHandler {

	public static final int LARGE = 16_000_000;

	private static final int TIMEOUT_SECONDS = 20;

	private final CountDownLatch released = new CountDownLatch(1);

	private final Semaphore waiting = new Semaphore(0);

	public void handle(String path, InputStream body, Answer answer) throws IOException {
		switch (path) {
			case "/hello" -> answer.text("hello");
			case "/chunked" -> chunked(answer.start(200));
			case "/fail" -> answer.start(503);
			case "/empty" -> answer.start(204);
			case "/echo" -> answer.text(new String(body.readAllBytes(), StandardCharsets.ISO_8859_1));
			case "/wait" -> {
				await();
				answer.text("hello");
			}
			case "/short" -> {
				await();
				answer.promise("hello".length() + 1, "hello");
			}
			case "/large" -> answer.text("x".repeat(LARGE));
			case "/with-cookie" -> {
				answer.cookie("name", "value");
				answer.text("hello");
			}
			case "/no-store" -> {
				answer.header("Cache-Control", "no-cache");
				answer.header("Cache-Control", "no-store");
				answer.text("hello");
			}
			case "/public" -> {
				answer.header("Cache-Control", "public, max-age=60");
				answer.text("hello");
			}
			case "/marks" -> answer.text(answer.marks());
			default -> answer.start(404);
		}
	}

	private void chunked(OutputStream out) throws IOException {
		for (int i = 0; i < 3; i++) {
			out.write("part".getBytes(StandardCharsets.ISO_8859_1));
			out.flush();
		}
	}

	private void await() throws IOException {
		this.waiting.release();
		try {
			if (!this.released.await(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
				throw new IOException("Nobody has released this request");
			}
		}
		catch (InterruptedException ex) {
			throw new IOException(ex);
		}
	}

	/**
	 * Waits until a number of requests for {@code /wait} have come in.
	 * @param count the number
	 * @throws InterruptedException if interrupted
	 */
	public void awaitWaiting(int count) throws InterruptedException {
		if (!this.waiting.tryAcquire(count, TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
			throw new AssertionError("No " + count + " requests have come in");
		}
	}

	/**
	 * Whether any request for {@code /wait} has come in that was not awaited.
	 * @return whether one has
	 */
	public boolean isWaitedFor() {
		return this.waiting.availablePermits() > 0;
	}

	/** Lets the requests for {@code /wait} go on. */
	public void release() {
		this.released.countDown();
	}

	/**
	 * Takes an answer.
	 */
	public interface Answer {

		/**
		 * Starts an answer of unknown length.
		 * @param status its status
		 * @return takes the body
		 * @throws IOException if the client is gone
		 */
		OutputStream start(int status) throws IOException;

		/**
		 * Answers with text, whose length is told.
		 * @param text the text
		 * @throws IOException if the client is gone
		 */
		void text(String text) throws IOException;

		/**
		 * Answers with less than is announced.
		 * @param length the length that is told
		 * @param text the text, which is shorter
		 * @throws IOException if the client is gone
		 */
		void promise(int length, String text) throws IOException;

		/**
		 * Adds a header to the answer, before it is given.
		 * @param name its name
		 * @param value its value
		 */
		void header(String name, String value);

		/**
		 * Adds a cookie to the answer, before it is given.
		 * @param name its name
		 * @param value its value
		 */
		void cookie(String name, String value);

		/**
		 * What the application sees of the marks of a warm-up.
		 * @return the request's attribute, its header and whether it looks secure,
		 * separated by spaces
		 */
		String marks();

	}

}
