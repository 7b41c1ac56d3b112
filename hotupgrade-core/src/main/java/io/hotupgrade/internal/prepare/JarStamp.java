package io.hotupgrade.internal.prepare;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * Which file a path leads to, and in which state it is.
 *
 * @param size its size
 * @param modified when it was written to
 * @param file what the file system knows it by
 */
record JarStamp(long size, FileTime modified, @Nullable Object file) {

	private static final int BUFFER_BYTES = 64 * 1024;

	/** Of the digest: enough that no two jars of an application have the same. */
	private static final int KEY_BYTES = 8;

	static JarStamp of(Path jar) throws PreparationException {
		try {
			BasicFileAttributes attributes = Files.readAttributes(jar, BasicFileAttributes.class);
			return new JarStamp(attributes.size(), attributes.lastModifiedTime(), attributes.fileKey());
		}
		catch (IOException ex) {
			throw new PreparationException("The jar %s cannot be read: %s".formatted(jar, ex), ex);
		}
	}

	/**
	 * Makes sure that a jar is what it was.
	 * @param jar its path
	 * @throws PreparationException if it is not
	 */
	void check(Path jar) throws PreparationException {
		if (!Objects.equals(this, of(jar))) {
			throw new PreparationException("The jar %s was replaced while its start was prepared".formatted(jar));
		}
	}

	/**
	 * What a jar's content is known by, wherever it is and whenever it was copied there.
	 */
	static String digest(Path jar) throws PreparationException {
		try (InputStream in = Files.newInputStream(jar)) {
			MessageDigest digest = MessageDigest.getInstance("SHA-256");
			byte[] buffer = new byte[BUFFER_BYTES];
			int count = in.read(buffer);
			while (count >= 0) {
				digest.update(buffer, 0, count);
				count = in.read(buffer);
			}
			return HexFormat.of().formatHex(digest.digest(), 0, KEY_BYTES);
		}
		catch (IOException ex) {
			throw new PreparationException("The jar %s cannot be read: %s".formatted(jar, ex), ex);
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every JVM has SHA-256", ex);
		}
	}

}
