package io.hotupgrade.loadmeter.process;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;

import io.hotupgrade.loadmeter.ExchangeFailedException;
import io.hotupgrade.loadmeter.HttpResponse;
import io.hotupgrade.loadmeter.PlainHttp;
import io.hotupgrade.loadmeter.Target;

/**
 * Speaks to the upgrade endpoint, on a new connection for each request: whoever gets new
 * connections at that moment answers.
 */
public final class UpgradeClient {

	/** Where Spring Boot puts the endpoint. */
	public static final String PATH = "/actuator/hotupgrade";

	private static final int OK = 200;

	private static final String STARTING = "NOT_READY";

	private static final Duration START_LIMIT = Duration.ofSeconds(30);

	/** A look is a request, whose cost the instance pays in the middle of an upgrade. */
	private static final Duration LOOK = Duration.ofMillis(50);

	private final Target target;

	/**
	 * Creates a client.
	 * @param target the application, or its management port
	 */
	public UpgradeClient(Target target) {
		this.target = target;
	}

	/**
	 * Asks for an upgrade as configured, again if the instance is still starting: its
	 * server answers a moment before the application is ready.
	 * @return the answer, also if it is a refusal
	 * @throws ExchangeFailedException if none came
	 */
	public EndpointAnswer upgrade() throws ExchangeFailedException {
		return onceStarted(() -> PlainHttp.send(this.target, "POST", PATH));
	}

	/**
	 * Asks for an upgrade to a certain jar, again if the instance is still starting.
	 * @param jar the jar's path
	 * @return the answer, also if it is a refusal
	 * @throws ExchangeFailedException if none came
	 */
	public EndpointAnswer upgrade(String jar) throws ExchangeFailedException {
		return onceStarted(() -> PlainHttp.send(this.target, "POST", PATH, EndpointJson.jarRequest(jar)));
	}

	/**
	 * Asks for the rehearsal of an upgrade as configured, again if the instance is still
	 * starting.
	 * @return the answer, also if it is a refusal
	 * @throws ExchangeFailedException if none came
	 */
	public EndpointAnswer rehearse() throws ExchangeFailedException {
		return onceStarted(() -> PlainHttp.send(this.target, "POST", PATH, EndpointJson.rehearsalRequest()));
	}

	/**
	 * Lets an upgrade go on that waits at a gate.
	 * @return the answer, also if it is a refusal
	 * @throws ExchangeFailedException if none came
	 */
	public EndpointAnswer proceed() throws ExchangeFailedException {
		return answer(PlainHttp.send(this.target, "POST", PATH + "/continue"));
	}

	/**
	 * Asks for the end of the upgrade that is running.
	 * @return the answer, also if it is a refusal
	 * @throws ExchangeFailedException if none came
	 */
	public EndpointAnswer abort() throws ExchangeFailedException {
		return answer(PlainHttp.send(this.target, "DELETE", PATH));
	}

	/**
	 * Asks for the state.
	 * @return the state of the instance that answers
	 * @throws IOException if no good answer came
	 */
	public StatusView status() throws IOException {
		return read(PATH, StatusView.class);
	}

	/**
	 * Asks what an upgrade would meet now.
	 * @return what the instance that answers has found
	 * @throws IOException if no good answer came
	 */
	public PreflightView check() throws IOException {
		return read(PATH + "/check", PreflightView.class);
	}

	private <T> T read(String path, Class<T> type) throws IOException {
		HttpResponse response = PlainHttp.send(this.target, "GET", path);
		if (response.status() != OK) {
			throw new IOException("Status " + response.status() + " from " + path + ": " + response.text());
		}
		return EndpointJson.read(response.text(), type);
	}

	/**
	 * Waits for a state. Looks again after a look that failed: it is the meter that
	 * counts failures.
	 * @param what what is waited for, for the message
	 * @param timeout how long at most
	 * @param condition tells whether it is that state
	 * @return the state
	 * @throws IllegalStateException if it did not come; with the last answer
	 */
	public StatusView awaitStatus(String what, Duration timeout, Predicate<StatusView> condition) {
		return awaitStatus(what, timeout, condition, () -> {
		});
	}

	/**
	 * Waits for a state.
	 * @param beforeEachLook throws if there is no point in waiting any longer
	 */
	StatusView awaitStatus(String what, Duration timeout, Predicate<StatusView> condition, Runnable beforeEachLook) {
		AtomicReference<StatusView> found = new AtomicReference<>();
		AtomicReference<Object> last = new AtomicReference<>("nothing");
		boolean met = Waiting.until(timeout, LOOK, () -> {
			beforeEachLook.run();
			try {
				StatusView status = status();
				found.set(status);
				last.set(status);
				return condition.test(status);
			}
			catch (IOException ex) {
				last.set(ex);
				return false;
			}
		});
		if (!met) {
			throw new IllegalStateException("No " + what + " within " + timeout + "; the last answer: " + last.get());
		}
		return found.get();
	}

	/**
	 * Waits until an upgrade is over, well or not.
	 * @param id the upgrade's id
	 * @param timeout how long at most
	 * @return the upgrade
	 * @throws IllegalStateException if it took too long
	 */
	public UpgradeView awaitUpgrade(String id, Duration timeout) {
		StatusView over = awaitStatus("end of upgrade " + id, timeout, (status) -> status.ended(id).isPresent());
		return over.ended(id).orElseThrow();
	}

	private static EndpointAnswer onceStarted(Request request) throws ExchangeFailedException {
		long deadline = System.nanoTime() + START_LIMIT.toNanos();
		EndpointAnswer answer = answer(request.send());
		while (answer.isRefused(STARTING) && System.nanoTime() - deadline < 0) {
			Waiting.aMoment();
			answer = answer(request.send());
		}
		return answer;
	}

	private static EndpointAnswer answer(HttpResponse response) {
		return new EndpointAnswer(response.status(), response.text());
	}

	/**
	 * A request that can be sent again.
	 */
	@FunctionalInterface
	private interface Request {

		HttpResponse send() throws ExchangeFailedException;

	}

}
