package io.hotupgrade.internal.steering;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * Reads {@code /proc/net/tcp} or {@code tcp6} row by row, the listening sockets first. A
 * busy machine has some ten thousand rows, so a column is looked at only when it is asked
 * for.
 * <p>
 * A row begins {@code  sl: local:port remote:port st tx_queue:rx_queue tr:tm->when
 * retrnsmt uid timeout inode}, see proc(5). All but {@code sl} and those from {@code uid}
 * on have a fixed width.
 */
final class TcpTable implements Closeable {

	/** State of a socket that listens; see include/net/tcp_states.h. */
	static final int LISTEN = 0x0A;

	/** State of a handshake under way. */
	static final int SYN_RECV = 0x03;

	private static final int PORT_DIGITS = 4;

	private static final int WORD_DIGITS = 8;

	/** Counted from the column behind the queues. */
	private static final int INODE_COLUMN = 4;

	private final Path file;

	private final InputLines rows;

	/** Where the local address begins. */
	private int local;

	private int addressDigits;

	private TcpTable(Path file, InputLines rows) {
		this.file = file;
		this.rows = rows;
	}

	/**
	 * Opens a table.
	 * @param file the table's file. One that does not exist is an empty table: without
	 * IPv6 the kernel has no {@code tcp6}
	 * @return the table, before its first row
	 * @throws IOException if it cannot be read
	 */
	static TcpTable open(Path file) throws IOException {
		return of(file, openOrEmpty(file));
	}

	/**
	 * Reads a table from its beginning.
	 * @param file what it is called in errors
	 * @param input where to read it, closed with the table
	 * @return the table, before its first row
	 * @throws IOException if it cannot be read
	 */
	static TcpTable of(Path file, InputStream input) throws IOException {
		InputLines rows = new InputLines(input);
		try {
			skipHeading(rows);
			return new TcpTable(file, rows);
		}
		catch (IOException ex) {
			rows.close();
			throw ex;
		}
	}

	private static InputStream openOrEmpty(Path file) throws IOException {
		try {
			return Files.newInputStream(file);
		}
		catch (NoSuchFileException ex) {
			return InputStream.nullInputStream();
		}
	}

	private static void skipHeading(InputLines rows) throws IOException {
		rows.next();
	}

	boolean next() throws IOException {
		if (!this.rows.next()) {
			return false;
		}
		this.local = indexOf(':', this.rows.start()) + 2;
		this.addressDigits = indexOf(':', this.local) - this.local;
		return true;
	}

	int state() throws IOException {
		return (int) hex(afterAddresses(), 2);
	}

	int localPort() throws IOException {
		return (int) hex(this.local + this.addressDigits + 1, PORT_DIGITS);
	}

	InetAddress localAddress() throws IOException {
		return address(this.local);
	}

	InetSocketAddress remote() throws IOException {
		int remote = this.local + this.addressDigits + 1 + PORT_DIGITS + 1;
		return new InetSocketAddress(address(remote), (int) hex(remote + this.addressDigits + 1, PORT_DIGITS));
	}

	/**
	 * The receive queue: bytes, or for a listener the connections that wait to be
	 * accepted.
	 */
	int receiveQueue() throws IOException {
		return (int) hex(queues() + WORD_DIGITS + 1, WORD_DIGITS);
	}

	/** The socket's inode, or 0 for a handshake, which has no socket yet. */
	long inode() throws IOException {
		int afterQueues = queues() + WORD_DIGITS + 1 + WORD_DIGITS;
		String[] columns = text(afterQueues).strip().split(" +", INODE_COLUMN + 2);
		try {
			return Long.parseLong(columns[INODE_COLUMN]);
		}
		catch (NumberFormatException | ArrayIndexOutOfBoundsException ex) {
			throw malformed();
		}
	}

	private int afterAddresses() {
		return this.local + 2 * (this.addressDigits + 1 + PORT_DIGITS + 1);
	}

	private int queues() {
		return afterAddresses() + 3;
	}

	/** Each 32-bit word of an address is written as a number in native byte order. */
	private InetAddress address(int from) throws IOException {
		ByteBuffer bytes = ByteBuffer.allocate(this.addressDigits / 2).order(ByteOrder.nativeOrder());
		for (int digit = 0; digit < this.addressDigits; digit += WORD_DIGITS) {
			bytes.putInt((int) hex(from + digit, WORD_DIGITS));
		}
		return InetAddress.getByAddress(bytes.array());
	}

	private long hex(int from, int digits) throws IOException {
		if (from + digits > this.rows.end()) {
			throw malformed();
		}
		long value = 0;
		for (int i = from; i < from + digits; i++) {
			int digit = Character.digit(this.rows.bytes()[i], 16);
			if (digit < 0) {
				throw malformed();
			}
			value = (value << 4) | digit;
		}
		return value;
	}

	private int indexOf(char wanted, int from) throws IOException {
		for (int i = from; i < this.rows.end(); i++) {
			if (this.rows.bytes()[i] == wanted) {
				return i;
			}
		}
		throw malformed();
	}

	private String text(int from) {
		return new String(this.rows.bytes(), from, Math.max(0, this.rows.end() - from), StandardCharsets.US_ASCII);
	}

	private IOException malformed() {
		return new IOException("Unexpected row in %s: '%s' (expected: the columns that proc(5) describes)"
			.formatted(this.file, text(this.rows.start())));
	}

	@Override
	public void close() throws IOException {
		this.rows.close();
	}

}
