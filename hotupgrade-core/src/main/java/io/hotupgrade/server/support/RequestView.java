package io.hotupgrade.server.support;

import io.hotupgrade.TrafficKind;
import io.hotupgrade.server.learn.AnsweredRequest;
import org.jspecify.annotations.Nullable;

/**
 * What has to be known of a request that a server is serving. Except for what is asked
 * when the response's headers are about to be sent, it may be asked from any thread, also
 * when the request is just ending.
 *
 * @since 0.1.0
 */
public interface RequestView extends AnsweredRequest {

	/**
	 * The path.
	 * @return the path, without a query
	 */
	String path();

	/**
	 * An attribute that the application has set on the request. One that is being set may
	 * be missed; whoever asks does so again.
	 * @param name the attribute's name
	 * @return its value, or {@code null} if there is none
	 */
	@Override
	@Nullable Object attribute(String name);

	/**
	 * The protocol that the request came by.
	 * @return {@link TrafficKind#HTTP1} or {@link TrafficKind#HTTP2}
	 */
	TrafficKind protocol();

	/**
	 * Whether the server waits for more of the request. If the connection ends then, it
	 * is the client who has left.
	 * @return whether it does; {@code false} where that cannot be told
	 */
	default boolean waitsForClient() {
		return false;
	}

}
