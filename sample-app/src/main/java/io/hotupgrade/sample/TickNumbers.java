package io.hotupgrade.sample;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

import io.hotupgrade.StateHandover;

import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.stereotype.Component;

/**
 * Numbers the ticks of all instances, in memory: state that comes along in an upgrade.
 */
@Component
@ConditionalOnProperty("sample.tick-log")
class TickNumbers implements StateHandover {

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

	@Override
	public String name() {
		return "ticks";
	}

	@Override
	public int version() {
		return 1;
	}

	@Override
	public synchronized void write(OutputStream out) throws IOException {
		new DataOutputStream(out).writeLong(this.last);
	}

	@Override
	public synchronized void read(InputStream in, int version) throws IOException {
		this.last = new DataInputStream(in).readLong();
	}

}
