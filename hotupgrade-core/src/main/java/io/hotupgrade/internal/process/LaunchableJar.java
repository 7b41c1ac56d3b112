package io.hotupgrade.internal.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;

import io.hotupgrade.RefusalReason;
import io.hotupgrade.UpgradeRefusedException;

/**
 * Looks into a jar before it is launched.
 */
final class LaunchableJar {

	private LaunchableJar() {
	}

	/**
	 * Makes sure that a JVM can start a jar.
	 * @param jar the absolute path
	 * @throws UpgradeRefusedException if it cannot
	 */
	static void check(Path jar) {
		if (!Files.isRegularFile(jar) || !Files.isReadable(jar)) {
			throw notFound(jar, "The jar %s does not exist or cannot be read".formatted(jar));
		}
		try (JarFile file = new JarFile(jar.toFile(), false)) {
			Manifest manifest = file.getManifest();
			if (manifest == null || manifest.getMainAttributes().getValue(Attributes.Name.MAIN_CLASS) == null) {
				throw notFound(jar,
						"The jar %s names no Main-Class in its manifest, so it is no application".formatted(jar));
			}
		}
		catch (IOException ex) {
			throw notFound(jar,
					"The file %s is not a complete jar (%s); copy it under another name first and rename it then"
						.formatted(jar, ex.getMessage()));
		}
	}

	/**
	 * Makes a refusal.
	 * @param wanted the path or pattern that leads to no jar
	 * @param message what is wrong and what to do
	 */
	static UpgradeRefusedException notFound(Object wanted, String message) {
		return new UpgradeRefusedException(RefusalReason.JAR_NOT_FOUND, wanted.toString(), message);
	}

}
