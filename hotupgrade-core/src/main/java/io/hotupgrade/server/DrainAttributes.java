package io.hotupgrade.server;

/**
 * Request attributes by which an application takes part in a drain, with every server;
 * with WebFlux, those of the exchange. Their names can be used as they are where a
 * dependency on this class is not wanted.
 *
 * @since 0.1.0
 */
public final class DrainAttributes {

	/**
	 * {@value}: {@link Boolean#TRUE} declares that a request is not worth waiting for. It
	 * does not hold a drain, and is cut when all others have ended. It can be set as long
	 * as the request is in flight.
	 */
	public static final String IGNORE = "io.hotupgrade.drain.ignore";

	/**
	 * {@value}: a {@link Runnable} that ends a response which would not end by itself,
	 * and declares that the response is such a one. While the instance drains it is run
	 * once, on one of the server's worker threads, at the moment that
	 * {@code hotupgrade.drain.stream.policy} says. With Spring MVC: <pre class="code">
	 * SseEmitter emitter = new SseEmitter(0L);
	 * Runnable end = emitter::complete;
	 * request.setAttribute("io.hotupgrade.drain.end", end);
	 * </pre> Responses of type {@code text/event-stream} are known to be endless without
	 * it, but only it can end them before the time limit.
	 */
	public static final String END = "io.hotupgrade.drain.end";

	private DrainAttributes() {
	}

}
