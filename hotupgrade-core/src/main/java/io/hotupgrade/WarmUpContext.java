package io.hotupgrade;

import java.io.IOException;
import java.time.Duration;

/**
 * What a {@link WarmUp} may use. Valid until it returns; may be used from several threads
 * at once.
 *
 * @since 0.1.0
 */
public interface WarmUpContext {

	/**
	 * How much of the whole warm-up's time is left.
	 * @return the time; zero when it is over
	 */
	Duration remaining();

	/**
	 * Sends a request to this instance, through everything that a client's request would
	 * pass: the server's parser, filters, security. Nobody else can be the one that
	 * answers. Blocks until the whole response was read.
	 * @param request the request
	 * @return the response's status
	 * @throws IOException if there was no response, or the warm-up is over
	 */
	int send(WarmUpRequest request) throws IOException;

}
