package io.hotupgrade.autoconfigure.page;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/**
 * Finds what the page has to send along, with servlets.
 */
@FunctionalInterface
interface ServletPageTokens {

	/** Where nothing asks for it. */
	ServletPageTokens NONE = (request) -> null;

	/**
	 * Finds it.
	 * @param request the request for the page
	 * @return the token; {@code null} where none is asked for
	 */
	@Nullable PageToken find(HttpServletRequest request);

}
