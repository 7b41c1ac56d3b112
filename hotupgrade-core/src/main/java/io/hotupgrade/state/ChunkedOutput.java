package io.hotupgrade.state;

import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Objects;

/**
 * Writes one state as chunks, each with its length before it, so that it has an end
 * without being the end of the connection. To close it leaves the connection open.
 */
final class ChunkedOutput extends OutputStream {

	/** In place of a length: the state is complete. */
	static final int COMPLETE = 0;

	/** In place of a length: the state is broken off. */
	static final int BROKEN_OFF = -1;

	static final int MAX_CHUNK = 1 << 16;

	private final DataOutputStream out;

	private final long maxSize;

	private final byte[] chunk = new byte[MAX_CHUNK];

	private int used;

	private long size;

	private boolean tooLarge;

	ChunkedOutput(DataOutputStream out, long maxSize) {
		this.out = out;
		this.maxSize = maxSize;
	}

	@Override
	public void write(int b) throws IOException {
		write(new byte[] { (byte) b }, 0, 1);
	}

	@Override
	public void write(byte[] bytes, int from, int length) throws IOException {
		Objects.checkFromIndexSize(from, length, bytes.length);
		this.size += length;
		this.tooLarge |= this.size > this.maxSize;
		requireSize();
		int done = 0;
		while (done < length) {
			int part = Math.min(length - done, MAX_CHUNK - this.used);
			System.arraycopy(bytes, from + done, this.chunk, this.used, part);
			this.used += part;
			done += part;
			if (this.used == MAX_CHUNK) {
				send();
			}
		}
	}

	@Override
	public void flush() throws IOException {
		send();
		this.out.flush();
	}

	private void send() throws IOException {
		if (this.used > 0) {
			this.out.writeInt(this.used);
			this.out.write(this.chunk, 0, this.used);
			this.used = 0;
		}
	}

	/** Also where the writer has not minded. */
	private void requireSize() throws IOException {
		if (this.tooLarge) {
			throw new StateTooLargeException(this.maxSize);
		}
	}

	void complete() throws IOException {
		requireSize();
		send();
		this.out.writeInt(COMPLETE);
		this.out.flush();
	}

	void breakOff() throws IOException {
		this.out.writeInt(BROKEN_OFF);
		this.out.flush();
	}

	long size() {
		return this.size;
	}

}
