package io.hotupgrade.internal.prepare;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * What an archive is good for, as part of a file's name. May be made from secrets, and
 * does not tell them.
 */
final class ArchiveKey {

	private static final int KEY_BYTES = 8;

	private final MessageDigest digest;

	ArchiveKey() {
		try {
			this.digest = MessageDigest.getInstance("SHA-256");
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every JVM has SHA-256", ex);
		}
	}

	/**
	 * Adds texts, in this order.
	 */
	ArchiveKey with(List<String> texts) {
		with(Integer.toString(texts.size()));
		texts.forEach(this::with);
		return this;
	}

	/**
	 * Adds the files with arguments that a command names.
	 */
	ArchiveKey withFiles(List<String> arguments, Path directory) throws IOException {
		for (String argument : arguments) {
			if (argument.startsWith("@")) {
				this.digest.update(Files.readAllBytes(directory.resolve(argument.substring(1))));
			}
		}
		return this;
	}

	private void with(String text) {
		this.digest.update(text.getBytes(StandardCharsets.UTF_8));
		this.digest.update((byte) 0);
	}

	String text() {
		return HexFormat.of().formatHex(this.digest.digest(), 0, KEY_BYTES);
	}

}
