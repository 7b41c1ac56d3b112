import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * Fetches the Maven that builds this project, for machines that have a JDK and nothing
 * else. Run by mvnw from source: address, SHA-512 of the zip and the directory to make.
 */
class MavenDistribution {

	public static void main(String[] args) throws Exception {
		URL address = URI.create(args[0]).toURL();
		Path home = Path.of(args[2]);
		Files.createDirectories(home.getParent());
		Path zip = Files.createTempFile(home.getParent(), "maven", ".zip");
		Path unpacked = Files.createTempDirectory(home.getParent(), "maven");
		try {
			download(address, args[1], zip);
			unpack(zip, unpacked);
			Files.move(unpacked, home, StandardCopyOption.ATOMIC_MOVE);
		}
		finally {
			Files.deleteIfExists(zip);
		}
	}

	private static void download(URL address, String sha512, Path zip) throws Exception {
		MessageDigest digest = MessageDigest.getInstance("SHA-512");
		try (InputStream in = new DigestInputStream(address.openStream(), digest)) {
			Files.copy(in, zip, StandardCopyOption.REPLACE_EXISTING);
		}
		String actual = HexFormat.of().formatHex(digest.digest());
		if (!actual.equals(sha512)) {
			throw new IOException("SHA-512 of " + address + " is " + actual + " (expected: " + sha512 + ")");
		}
	}

	/**
	 * Leaves out the directory that everything in the zip is in.
	 */
	private static void unpack(Path zip, Path target) throws IOException {
		try (ZipInputStream in = new ZipInputStream(Files.newInputStream(zip))) {
			for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
				String name = entry.getName().substring(entry.getName().indexOf('/') + 1);
				Path path = target.resolve(name).normalize();
				if (!path.startsWith(target)) {
					throw new IOException("Unexpected entry " + entry.getName());
				}
				if (entry.isDirectory()) {
					Files.createDirectories(path);
				}
				else {
					Files.createDirectories(path.getParent());
					Files.copy(in, path);
				}
			}
		}
		target.resolve("bin/mvn").toFile().setExecutable(true);
	}

}
