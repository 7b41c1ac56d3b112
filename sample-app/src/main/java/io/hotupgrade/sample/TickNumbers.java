package io.hotupgrade.sample;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.stereotype.Component;

/**
 * Numbers the ticks of all instances, in memory: state that comes along in an upgrade.
 */
@Component
@ConditionalOnProperty("sample.tick-log")
class TickNumbers {

	private final Path log;

	private long last;

	TickNumbers(SampleProperties properties) {
		this.log = properties.tickLog().resolveSibling(properties.tickLog().getFileName() + ".numbers");
	}

	synchronized void next() {
		this.last++;
		try {
			Files.writeString(this.log, this.last + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Cannot write beside sample.tick-log", ex);
		}
	}

	synchronized long last() {
		return this.last;
	}

	synchronized void goOnFrom(long number) {
		this.last = number;
	}

}
