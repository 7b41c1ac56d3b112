package io.hotupgrade.server.learn;

import org.jspecify.annotations.Nullable;

/**
 * A request whose response's headers are about to be sent. Only to be asked at that
 * moment, on the thread that sends them.
 *
 * @since 0.1.0
 */
public interface AnsweredRequest {

	/**
	 * The method.
	 * @return the method, such as {@code GET}
	 */
	String method();

	/**
	 * What the client has asked for.
	 * @return path and query, encoded as they came
	 */
	String target();

	/**
	 * A header of the request.
	 * @param name its name
	 * @return its first value, or {@code null} if there is none
	 */
	@Nullable String requestHeader(String name);

	/**
	 * An attribute that the application has set on the request.
	 * @param name the attribute's name
	 * @return its value, or {@code null} if there is none
	 */
	@Nullable Object attribute(String name);

	/**
	 * The response's status.
	 * @return the status
	 */
	int status();

	/**
	 * A header of the response.
	 * @param name its name
	 * @return its values with commas between them, or {@code null} if there is none
	 */
	@Nullable String responseHeader(String name);

}
