package io.hotupgrade;

/**
 * What an instance does at its start about one of the same application that serves the
 * port already, unless that one has launched it.
 *
 * @since 0.1.0
 */
public enum Takeover {

	/** Take over from it; start as the first where there is none. */
	AUTO,

	/** Take the port for in use, as without hot upgrades. */
	NEVER,

	/** Take over from it; do not start where there is none. */
	REQUIRE

}
