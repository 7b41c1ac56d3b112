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

	/** The remedy where there is none, or none that can be read. */
	static final String PUT_ONE_THERE = "Put it there by rename, readable for this user, or correct the path";

	/**
	 * Makes sure that a JVM can start a jar.
	 * @param jar the absolute path
	 * @throws UpgradeRefusedException if it cannot
	 */
	static void check(Path jar) {
		if (!Files.isRegularFile(jar) || !Files.isReadable(jar)) {
			throw notFound(jar, "The jar %s does not exist or cannot be read".formatted(jar), PUT_ONE_THERE);
		}
		try (JarFile file = new JarFile(jar.toFile(), false)) {
			Manifest manifest = file.getManifest();
			if (manifest == null || manifest.getMainAttributes().getValue(Attributes.Name.MAIN_CLASS) == null) {
				throw notFound(jar,
						"The jar %s names no Main-Class in its manifest, so it is no application".formatted(jar),
						"Take the one that the build has repackaged to be executable");
			}
		}
		catch (IOException ex) {
			throw notFound(jar, "The file %s is not a complete jar (%s)".formatted(jar, ex.getMessage()),
					"Copy it under another name first and rename it then");
		}
	}

	/**
	 * Makes a refusal.
	 * @param wanted the path or pattern that leads to no jar
	 * @param problem what is wrong
	 * @param remedy what to do
	 */
	static UpgradeRefusedException notFound(Object wanted, String problem, String remedy) {
		return new UpgradeRefusedException(RefusalReason.JAR_NOT_FOUND, wanted.toString(), problem, remedy);
	}

}
