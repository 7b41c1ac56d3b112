package io.hotupgrade.internal.process;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

import io.hotupgrade.RefusalReason;
import io.hotupgrade.UpgradeRefusedException;

/**
 * The SHA-256 that whoever asks for an upgrade expects of the jar.
 *
 * @param expected what was asked for
 */
record Checksum(String expected) {

	private static final Pattern FORM = Pattern.compile("[0-9a-fA-F]{64}");

	/**
	 * Makes sure that a jar is the expected one.
	 * @param jar the jar; empty if none is started
	 * @throws UpgradeRefusedException if it is another one
	 */
	void check(Optional<Path> jar) {
		if (!FORM.matcher(this.expected).matches()) {
			throw new UpgradeRefusedException(RefusalReason.MALFORMED_REQUEST, this.expected,
					"sha256 is not 64 hexadecimal digits", "Take those that sha256sum prints");
		}
		Path file = jar.orElseThrow(() -> new UpgradeRefusedException(RefusalReason.CHECKSUM_MISMATCH, this.expected,
				"The command starts no jar with which sha256 could be compared", "Leave sha256 out"));
		String actual = of(file);
		if (!actual.equalsIgnoreCase(this.expected)) {
			throw new UpgradeRefusedException(RefusalReason.CHECKSUM_MISMATCH, actual,
					"The jar %s has the SHA-256 %s, and %s was asked for".formatted(file, actual, this.expected),
					"Put the right jar there, or ask for this one");
		}
	}

	private static String of(Path jar) {
		try (InputStream in = Files.newInputStream(jar)) {
			MessageDigest digest = MessageDigest.getInstance("SHA-256");
			in.transferTo(new DigestOutputStream(OutputStream.nullOutputStream(), digest));
			return HexFormat.of().formatHex(digest.digest());
		}
		catch (IOException ex) {
			throw LaunchableJar.notFound(jar, "The jar %s cannot be read: %s".formatted(jar, ex.getMessage()),
					LaunchableJar.PUT_ONE_THERE);
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every Java has SHA-256", ex);
		}
	}

}
