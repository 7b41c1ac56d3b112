package io.hotupgrade.internal.process;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/**
 * Jars for tests.
 */
final class TestJars {

	private TestJars() {
	}

	/**
	 * A jar that a JVM can start.
	 */
	static Path application(Path file, Class<?> main) {
		return write(file, main.getName(), main);
	}

	/**
	 * A jar whose manifest names a main class that is not in it.
	 */
	static Path empty(Path file) {
		return write(file, "Missing", null);
	}

	/**
	 * A jar that was last modified so many seconds after some moment.
	 */
	static Path modifiedAt(Path file, long seconds) throws IOException {
		return Files.setLastModifiedTime(empty(file), FileTime.from(Instant.ofEpochSecond(1_700_000_000 + seconds)));
	}

	static Path write(Path file, String mainClass, Class<?> content) {
		Manifest manifest = new Manifest();
		manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
		if (mainClass != null) {
			manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, mainClass);
		}
		try {
			Files.createDirectories(file.getParent());
			try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(file), manifest)) {
				if (content != null) {
					add(jar, content);
				}
			}
			return file;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static void add(JarOutputStream jar, Class<?> type) throws IOException {
		String name = type.getName().replace('.', '/') + ".class";
		jar.putNextEntry(new JarEntry(name));
		try (InputStream bytes = type.getClassLoader().getResourceAsStream(name)) {
			bytes.transferTo(jar);
		}
	}

}
