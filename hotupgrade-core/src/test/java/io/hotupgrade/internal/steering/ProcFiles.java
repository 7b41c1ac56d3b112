package io.hotupgrade.internal.steering;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * Writes what the kernel shows in proc(5), as far as the steering reads it.
 */
final class ProcFiles {

	private static final String HEADING = "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when "
			+ "retrnsmt   uid  timeout inode";

	private static final int MAPPED_DIGITS = 32;

	private final Path directory;

	ProcFiles(Path directory) throws IOException {
		this.directory = directory;
		Files.createDirectories(directory.resolve("self/net"));
		Files.createDirectories(directory.resolve("self/fd"));
	}

	Path directory() {
		return this.directory;
	}

	Path tcp(String... rows) throws IOException {
		return write("tcp", List.of(rows));
	}

	Path tcp6(String... rows) throws IOException {
		return write("tcp6", List.of(rows));
	}

	private Path write(String table, List<String> rows) throws IOException {
		String text = HEADING + "\n" + String.join("\n", rows) + (rows.isEmpty() ? "" : "\n");
		return Files.writeString(this.directory.resolve("self/net").resolve(table), text);
	}

	void descriptor(int descriptor, String target) throws IOException {
		Path link = this.directory.resolve("self/fd").resolve(Integer.toString(descriptor));
		Files.deleteIfExists(link);
		Files.createSymbolicLink(link, Path.of(target));
	}

	static String listener(int number, String address, int port, int queue, long inode) throws IOException {
		return row(number, end(address, port), end("0.0.0.0", 0), 0x0A, queue, inode);
	}

	static String listener6(int number, String address, int port, int queue, long inode) throws IOException {
		return row(number, end6(address, port), end6("::", 0), 0x0A, queue, inode);
	}

	static String row(int number, String local, String remote, int state, int queue, long inode) {
		return String.format(Locale.ROOT,
				"%4d: %s %s %02X 00000000:%08X 00:00000000 00000000 %5d %8d %d 1 0000000000000000 100 0 0 10 0", number,
				local, remote, state, queue, 1000, 0, inode);
	}

	static String end(String address, int port) throws UnknownHostException {
		return words(InetAddress.getByName(address)) + String.format(Locale.ROOT, ":%04X", port);
	}

	/** An IPv4 address becomes the IPv6-mapped one. */
	static String end6(String address, int port) throws UnknownHostException {
		String words = words(InetAddress.getByName(address));
		String mapped = (words.length() == MAPPED_DIGITS) ? words
				: words(new byte[] { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1 }) + words;
		return mapped + String.format(Locale.ROOT, ":%04X", port);
	}

	private static String words(InetAddress address) {
		return words(address.getAddress());
	}

	private static String words(byte[] address) {
		ByteBuffer bytes = ByteBuffer.wrap(address).order(ByteOrder.nativeOrder());
		StringBuilder words = new StringBuilder();
		while (bytes.hasRemaining()) {
			words.append(String.format(Locale.ROOT, "%08X", bytes.getInt()));
		}
		return words.toString();
	}

}
