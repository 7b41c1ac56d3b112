package io.hotupgrade;

/**
 * What an application does to be fast from its first request on: fill a cache, open the
 * connections of a pool, run the code that matters. In Spring Boot, every bean of this
 * type takes part, in the order of {@code @Order}.
 * <p>
 * Called in a successor only, once its application is ready and healthy, before it is
 * given any traffic and before the requests that are configured.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface WarmUp {

	/**
	 * {@value}: header that every request of the warm-up has. Clients can send it, too:
	 * where it matters, look at {@link #REQUEST_ATTRIBUTE}.
	 */
	String HEADER = "X-Hotupgrade-Warm-Up";

	/**
	 * {@value}: attribute of the servlet request, or of WebFlux' exchange,
	 * {@link Boolean#TRUE} in requests of the warm-up. No client can set it.
	 */
	String REQUEST_ATTRIBUTE = "io.hotupgrade.warm-up";

	/**
	 * Warms up. Called on a thread of its own, which is interrupted when the time is up
	 * or the instance is told to stop.
	 * @param context what may be of use
	 * @throws Exception if it did not work; {@link WarmUpSettings#onFailure()} says what
	 * follows
	 */
	void warmUp(WarmUpContext context) throws Exception;

}
