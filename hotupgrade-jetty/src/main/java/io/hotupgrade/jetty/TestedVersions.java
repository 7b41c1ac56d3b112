package io.hotupgrade.jetty;

import java.util.Set;

import org.eclipse.jetty.util.Jetty;

/**
 * The versions of Jetty with which this release was tested. What fits was seen there, and
 * need not be looked for when an application starts.
 */
final class TestedVersions {

	/** Those of the build, which its tests compare. */
	private static final Set<String> NUMBERS = Set.of("12.0.36", "12.1.14");

	private TestedVersions() {
	}

	/**
	 * Whether the Jetty on the class path is one of them.
	 * @return {@code false} also where its version cannot be told
	 */
	static boolean containPresent() {
		try {
			return NUMBERS.contains(Jetty.VERSION);
		}
		catch (LinkageError ex) {
			return false;
		}
	}

}
