package io.hotupgrade.tomcat;

import java.util.Set;

import org.apache.catalina.util.ServerInfo;

/**
 * The versions of Tomcat with which this release was tested. What fits was seen there,
 * and need not be looked for when an application starts.
 */
final class TestedVersions {

	/** Those of the build, which its tests compare. */
	private static final Set<String> NUMBERS = Set.of("10.1.55.0", "11.0.27.0");

	private TestedVersions() {
	}

	/**
	 * Whether the Tomcat on the class path is one of them.
	 * @return {@code false} also where its version cannot be told
	 */
	static boolean containPresent() {
		try {
			return NUMBERS.contains(ServerInfo.getServerNumber());
		}
		catch (LinkageError ex) {
			return false;
		}
	}

}
