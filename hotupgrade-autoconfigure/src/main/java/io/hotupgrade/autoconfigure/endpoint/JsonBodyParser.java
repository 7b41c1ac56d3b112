package io.hotupgrade.autoconfigure.endpoint;

import java.io.IOException;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Parses JSON strictly, with whichever library the application has: a member may not be
 * given twice, and nothing may follow.
 */
@FunctionalInterface
interface JsonBodyParser {

	/**
	 * Parses a body.
	 * @param body the body
	 * @return the value of each of an object's members: a {@link String}, a
	 * {@link Boolean}, {@code null}, or something else for everything else; {@code null}
	 * if it is not an object
	 * @throws IOException if it is not JSON
	 */
	@Nullable Map<String, Object> parse(byte[] body) throws IOException;

}
