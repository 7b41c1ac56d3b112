package io.hotupgrade.internal.prepare;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a JVM can keep of the classes that it has loaded.
 */
enum ArchiveKind {

	/** Class-data sharing of the dynamic kind, see JEP 350. */
	SHARED_CLASSES("-XX:ArchiveClassesAtExit=", "-XX:SharedArchiveFile=", "-Xshare:on", "jsa"),

	/** The cache of JEP 514. */
	AOT_CACHE("-XX:AOTCacheOutput=", "-XX:AOTCache=", "-XX:AOTMode=on", "aot");

	private static final int AOT_SINCE = 25;

	/** Whoever gives one of these looks after archives himself, or wants none. */
	private static final List<String> OPTIONS = List.of("-XX:ArchiveClassesAtExit", "-XX:SharedArchiveFile",
			"-XX:+AutoCreateSharedArchive", "-XX:AOT", "-Xshare:", "-XX:-UseSharedSpaces");

	private final String maker;

	private final String user;

	private final String demand;

	private final String extension;

	ArchiveKind(String maker, String user, String demand, String extension) {
		this.maker = maker;
		this.user = user;
		this.demand = demand;
		this.extension = extension;
	}

	static ArchiveKind of(JavaProgram java) {
		return (java.feature() >= AOT_SINCE) ? AOT_CACHE : SHARED_CLASSES;
	}

	/**
	 * Makes sure that nobody else has an archive in mind.
	 * @param arguments the JVM's arguments, wherever they come from
	 * @throws PreparationException if somebody has
	 */
	static void checkFree(List<String> arguments) throws PreparationException {
		for (String argument : arguments) {
			if (OPTIONS.stream().anyMatch(argument::startsWith)) {
				throw new PreparationException(
						"The command says itself which archive the JVM uses (%s); leave that out, or set hotupgrade.launch.prepare to extract"
							.formatted(argument));
			}
		}
	}

	String extension() {
		return this.extension;
	}

	/** The argument with which a JVM makes an archive when it ends. */
	String make(Path archive) {
		return this.maker + archive;
	}

	/** The argument with which a JVM uses an archive if it can. */
	String use(Path archive) {
		return this.user + archive;
	}

	/** The arguments with which a JVM does not start unless it can use an archive. */
	List<String> demand(Path archive) {
		return Stream.of(this.demand, use(archive)).toList();
	}

}
