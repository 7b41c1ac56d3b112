package io.hotupgrade.internal.process;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Collections;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

import io.hotupgrade.RefusalReason;
import io.hotupgrade.UpgradeRefusedException;

/**
 * Reads a jar from its beginning to its end: that it can be opened only tells that its
 * list of entries is there.
 */
final class JarContents {

	private static final int CHUNK = 64 * 1024;

	private JarContents() {
	}

	/**
	 * Makes sure that every entry is what it was when the jar was made.
	 * @param jar the jar
	 * @throws UpgradeRefusedException if one is not
	 */
	static void check(Path jar) {
		String entryName = "";
		try (ZipFile file = new ZipFile(jar.toFile())) {
			byte[] chunk = new byte[CHUNK];
			for (ZipEntry entry : Collections.list(file.entries())) {
				entryName = entry.getName();
				if (checksum(file, entry, chunk) != entry.getCrc()) {
					throw damaged(jar, entryName, "its checksum is wrong");
				}
			}
		}
		catch (IOException ex) {
			throw damaged(jar, entryName, String.valueOf(ex.getMessage()));
		}
	}

	private static long checksum(ZipFile file, ZipEntry entry, byte[] chunk) throws IOException {
		CRC32 checksum = new CRC32();
		try (InputStream in = file.getInputStream(entry)) {
			int count = in.read(chunk);
			while (count >= 0) {
				checksum.update(chunk, 0, count);
				count = in.read(chunk);
			}
		}
		return checksum.getValue();
	}

	private static UpgradeRefusedException damaged(Path jar, String entry, String how) {
		return new UpgradeRefusedException(RefusalReason.JAR_DAMAGED, jar.toString(),
				"The jar %s is damaged at its entry '%s' (%s)".formatted(jar, entry, how),
				"Copy it again, under another name, and rename it then");
	}

}
