package io.hotupgrade.netty;

import java.util.Objects;
import java.util.Set;

import io.netty.channel.Channel;
import reactor.netty.http.server.HttpServer;

/**
 * The versions of Reactor Netty and Netty with which this release was tested. What fits
 * was seen there, and need not be looked for when an application starts.
 */
final class TestedVersions {

	/** Those of the build, which its tests compare. */
	private static final Set<String> PAIRS = Set.of("1.2.18/4.1.135.Final", "1.3.8/4.2.18.Final");

	private TestedVersions() {
	}

	/**
	 * Whether those on the class path are some of them.
	 * @return {@code false} also where their versions cannot be told
	 */
	static boolean containPresent() {
		return PAIRS.contains(present());
	}

	static String present() {
		return version(HttpServer.class) + "/" + version(Channel.class);
	}

	private static String version(Class<?> type) {
		return Objects.toString(type.getPackage().getImplementationVersion(), "unknown");
	}

}
