package io.hotupgrade.sample;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

import io.hotupgrade.StateHandover;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.stereotype.Component;

/**
 * Lets the next instance go on with the numbers of this one. A class of its own, as the
 * sample is also started without the starter, to be compared to itself.
 */
@Component
@ConditionalOnClass(name = "io.hotupgrade.StateHandover")
@ConditionalOnProperty("sample.tick-log")
class TickNumbersHandover implements StateHandover {

	private final TickNumbers numbers;

	TickNumbersHandover(TickNumbers numbers) {
		this.numbers = numbers;
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
	public void write(OutputStream out) throws IOException {
		new DataOutputStream(out).writeLong(this.numbers.last());
	}

	@Override
	public void read(InputStream in, int version) throws IOException {
		this.numbers.goOnFrom(new DataInputStream(in).readLong());
	}

}
