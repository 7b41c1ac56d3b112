package io.hotupgrade.state;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

import io.hotupgrade.StateHandover;

/**
 * A text as state.
 */
public class TestState implements StateHandover {

	final String name;

	final Moment moment;

	volatile int version = 1;

	public volatile String text;

	volatile int readVersion;

	volatile boolean comesBack = true;

	public TestState(String name, Moment moment, String text) {
		this.name = name;
		this.moment = moment;
		this.text = text;
	}

	@Override
	public String name() {
		return this.name;
	}

	@Override
	public int version() {
		return this.version;
	}

	@Override
	public Moment moment() {
		return this.moment;
	}

	@Override
	public boolean comesBack() {
		return this.comesBack;
	}

	@Override
	public void write(OutputStream out) throws IOException {
		try (out) {
			out.write(this.text.getBytes(StandardCharsets.UTF_8));
		}
	}

	@Override
	public void read(InputStream in, int version) throws IOException {
		this.readVersion = version;
		this.text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
	}

}
