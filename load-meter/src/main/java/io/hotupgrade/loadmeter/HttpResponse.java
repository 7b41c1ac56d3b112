package io.hotupgrade.loadmeter;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A complete HTTP response.
 *
 * @param status the status code
 * @param headers the headers by name in lower case; of a repeated one the last
 * @param body the body without its framing
 * @param reusable whether the connection may carry another request
 */
public record HttpResponse(int status, Map<String, String> headers, byte[] body, boolean reusable) {

	private static final String INSTANCE = "X-Instance";

	/**
	 * A header.
	 * @param name its name in any case
	 * @return its value, if the response has it
	 */
	public Optional<String> header(String name) {
		return Optional.ofNullable(this.headers.get(name.toLowerCase(Locale.ROOT)));
	}

	/**
	 * The instance that answered.
	 * @return the header {@code X-Instance}, or an empty string
	 */
	public String instance() {
		return header(INSTANCE).orElse("");
	}

	/**
	 * The body as text.
	 * @return the body, read as UTF-8
	 */
	public String text() {
		return new String(this.body, StandardCharsets.UTF_8);
	}

}
