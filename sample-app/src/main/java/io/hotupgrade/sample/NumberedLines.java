package io.hotupgrade.sample;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32;

/**
 * Writes ten numbered lines a second and then a line with their count and the CRC-32 of
 * every byte before it.
 */
final class NumberedLines {

	private static final int LINES_PER_SECOND = 10;

	private final OutputStream output;

	private final CRC32 checksum = new CRC32();

	NumberedLines(OutputStream output) {
		this.output = output;
	}

	void write(int seconds) throws IOException {
		int lines = seconds * LINES_PER_SECOND;
		long start = System.nanoTime();
		for (int line = 1; line <= lines; line++) {
			write("line " + line + '\n');
			waitUntil(start + line * TimeUnit.SECONDS.toNanos(1) / LINES_PER_SECOND);
		}
		write("end count=%d crc=%08x\n".formatted(lines, this.checksum.getValue()));
	}

	private void write(String line) throws IOException {
		byte[] bytes = line.getBytes(StandardCharsets.US_ASCII);
		this.output.write(bytes);
		this.output.flush();
		this.checksum.update(bytes);
	}

	private static void waitUntil(long nanoTime) throws InterruptedIOException {
		try {
			TimeUnit.NANOSECONDS.sleep(nanoTime - System.nanoTime());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new InterruptedIOException("The application is stopping");
		}
	}

}
