package io.hotupgrade.messagingapp;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

import org.springframework.stereotype.Component;

/**
 * Works on a number for a while, and then writes it down with begin and end of the work,
 * in microseconds since the epoch. What is written down outlives a process that is
 * killed. May be called by many threads.
 */
@Component
public class NumberHandler {

	private final FileChannel handled;

	private final Duration work;

	NumberHandler(NumbersProperties properties) throws IOException {
		this.handled = FileChannel.open(properties.directory().resolve(ProcessHandle.current().pid() + ".handled"),
				StandardOpenOption.CREATE, StandardOpenOption.APPEND);
		this.work = properties.work();
	}

	/**
	 * Handles a number.
	 * @param number the number
	 * @throws InterruptedException if whoever called does not want to wait any longer:
	 * the number is not handled
	 * @throws IOException if it cannot be written down
	 */
	void handle(long number) throws InterruptedException, IOException {
		Instant begin = Instant.now();
		Thread.sleep(this.work.toMillis());
		String line = "%d %d %d\n".formatted(number, micros(begin), micros(Instant.now()));
		// In one piece: a line is there or not.
		this.handled.write(ByteBuffer.wrap(line.getBytes(StandardCharsets.US_ASCII)));
	}

	/**
	 * The same for callers that may throw nothing else.
	 * @param number the number
	 * @throws IllegalStateException if the caller is interrupted: the number is not
	 * handled
	 */
	void handleUnchecked(long number) {
		try {
			handle(number);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException("Interrupted at " + number, ex);
		}
	}

	private static long micros(Instant moment) {
		return ChronoUnit.MICROS.between(Instant.EPOCH, moment);
	}

}
