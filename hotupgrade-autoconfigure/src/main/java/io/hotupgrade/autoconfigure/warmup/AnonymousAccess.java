package io.hotupgrade.autoconfigure.warmup;

/**
 * What somebody may reach who has not logged in.
 */
@FunctionalInterface
interface AnonymousAccess {

	/** Where nothing asks for a login. */
	AnonymousAccess EVERYWHERE = (contextPath, path) -> true;

	/**
	 * Whether a {@code GET} is let through. Leaves no trace.
	 * @param contextPath the application's context path
	 * @param path the path without it
	 * @return whether it is; {@code false} where that cannot be said
	 */
	boolean isAllowed(String contextPath, String path);

}
