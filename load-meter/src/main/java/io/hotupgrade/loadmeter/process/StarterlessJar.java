package io.hotupgrade.loadmeter.process;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * Makes of an executable jar one without the starter and what it brings along.
 */
public final class StarterlessJar {

	private static final Pattern STARTER = Pattern.compile("BOOT-INF/lib/(hotupgrade|jnr|jffi|asm)-[^/]*\\.jar");

	private StarterlessJar() {
	}

	/**
	 * Copies a jar.
	 * @param source the jar with the starter
	 * @param target the file to write
	 * @throws IOException if it could not be copied
	 * @throws IllegalArgumentException if the starter is not in it
	 */
	public static void create(Path source, Path target) throws IOException {
		int left = 0;
		try (ZipFile jar = new ZipFile(source.toFile());
				ZipOutputStream copy = new ZipOutputStream(Files.newOutputStream(target))) {
			for (ZipEntry entry : Collections.list(jar.entries())) {
				if (STARTER.matcher(entry.getName()).matches()) {
					left++;
				}
				else {
					copy(jar, entry, copy);
				}
			}
		}
		if (left == 0) {
			throw new IllegalArgumentException(source + " has nothing that matches " + STARTER);
		}
	}

	/** Keeps the method: Boot's loader wants libraries to be stored. */
	private static void copy(ZipFile jar, ZipEntry entry, ZipOutputStream target) throws IOException {
		ZipEntry copy = new ZipEntry(entry.getName());
		copy.setMethod(entry.getMethod());
		copy.setTime(entry.getTime());
		if (entry.getMethod() == ZipEntry.STORED) {
			copy.setSize(entry.getSize());
			copy.setCrc(entry.getCrc());
		}
		target.putNextEntry(copy);
		try (InputStream content = jar.getInputStream(entry)) {
			content.transferTo(target);
		}
		target.closeEntry();
	}

}
