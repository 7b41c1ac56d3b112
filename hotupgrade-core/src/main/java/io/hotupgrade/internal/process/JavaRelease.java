package io.hotupgrade.internal.process;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.Properties;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;

import io.hotupgrade.RefusalReason;
import io.hotupgrade.UpgradeRefusedException;

/**
 * Which release of Java something is, or needs. What cannot be found out is not known,
 * and then nothing is said.
 */
final class JavaRelease {

	/** Between the version of a class file and the release of Java that it is for. */
	private static final int CLASS_FILE_OFFSET = 44;

	private static final int CLASS_FILE_MAGIC = 0xCAFEBABE;

	private static final String START_CLASS = "Start-Class";

	private static final String BOOT_CLASSES = "BOOT-INF/classes/";

	private JavaRelease() {
	}

	/**
	 * Makes sure that a program can run a jar.
	 * @param jar the jar
	 * @param java the program
	 * @throws UpgradeRefusedException if the jar needs a newer one
	 */
	static void check(Path jar, Path java) {
		OptionalInt needed = neededBy(jar);
		OptionalInt there = of(java);
		if (needed.isPresent() && there.isPresent() && needed.getAsInt() > there.getAsInt()) {
			throw new UpgradeRefusedException(RefusalReason.JAVA_TOO_OLD, "Java " + there.getAsInt(),
					"The jar %s is compiled for Java %d, and would be run by %s, which is Java %d".formatted(jar,
							needed.getAsInt(), java, there.getAsInt()),
					"Compile it for that, or set hotupgrade.launch.command to a command with a newer java");
		}
	}

	/**
	 * What a program is, by the file that every JDK has.
	 * @param java the program
	 * @return its release, as 17
	 */
	static OptionalInt of(Path java) {
		try (InputStream in = Files.newInputStream(java.toRealPath().resolve("../../release").normalize())) {
			Properties release = new Properties();
			release.load(in);
			String version = release.getProperty("JAVA_VERSION", "").replace("\"", "");
			return OptionalInt.of(Runtime.Version.parse(version).feature());
		}
		catch (IOException | IllegalArgumentException ex) {
			return OptionalInt.empty();
		}
	}

	/**
	 * What the main class of a jar is compiled for; of an executable jar of Spring Boot
	 * that of the application.
	 * @param jar the jar
	 * @return the release, as 17
	 */
	static OptionalInt neededBy(Path jar) {
		try (JarFile file = new JarFile(jar.toFile(), false)) {
			Attributes manifest = file.getManifest().getMainAttributes();
			String start = manifest.getValue(START_CLASS);
			String name = (start != null) ? BOOT_CLASSES + path(start)
					: path(manifest.getValue(Attributes.Name.MAIN_CLASS));
			ZipEntry entry = file.getEntry(name);
			return (entry != null) ? release(file.getInputStream(entry)) : OptionalInt.empty();
		}
		catch (IOException ex) {
			return OptionalInt.empty();
		}
	}

	private static OptionalInt release(InputStream classFile) throws IOException {
		try (DataInputStream in = new DataInputStream(classFile)) {
			if (in.readInt() != CLASS_FILE_MAGIC) {
				return OptionalInt.empty();
			}
			in.readUnsignedShort();
			return OptionalInt.of(in.readUnsignedShort() - CLASS_FILE_OFFSET);
		}
	}

	private static String path(String className) {
		return className.trim().replace('.', '/') + ".class";
	}

}
