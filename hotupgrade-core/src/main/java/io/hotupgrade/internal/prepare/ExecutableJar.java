package io.hotupgrade.internal.prepare;

import java.io.IOException;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.regex.Pattern;

/**
 * Looks whether a jar is one that Spring Boot's own tools can extract, and that starts
 * the same application then.
 */
final class ExecutableJar {

	private static final Pattern TOOLS = Pattern.compile("(BOOT|WEB)-INF/lib/spring-boot-jarmode-tools-[^/]*\\.jar");

	/** Its class path is a matter of configuration, which an extracted jar ignores. */
	private static final String CONFIGURED_LAUNCHER = "PropertiesLauncher";

	private ExecutableJar() {
	}

	/**
	 * Checks a jar.
	 * @param jar its path
	 * @throws PreparationException if it is not such a jar
	 */
	static void check(Path jar) throws PreparationException {
		try (JarFile file = new JarFile(jar.toFile(), false)) {
			if (file.stream().noneMatch((entry) -> TOOLS.matcher(entry.getName()).matches())) {
				throw new PreparationException(
						("The jar %s has no tools to extract it: it is no executable jar of Spring Boot 3.3 or later, or "
								+ "was built without them (includeTools)")
							.formatted(jar));
			}
			Manifest manifest = file.getManifest();
			String launcher = (manifest != null) ? manifest.getMainAttributes().getValue(Attributes.Name.MAIN_CLASS)
					: null;
			if (launcher != null && launcher.endsWith(CONFIGURED_LAUNCHER)) {
				throw new PreparationException(
						"The jar %s starts by way of %s, whose class path would be another once it is extracted"
							.formatted(jar, launcher));
			}
		}
		catch (IOException ex) {
			throw new PreparationException("The jar %s cannot be read: %s".formatted(jar, ex), ex);
		}
	}

}
