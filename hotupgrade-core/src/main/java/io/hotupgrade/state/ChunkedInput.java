package io.hotupgrade.state;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/**
 * Reads what {@link ChunkedOutput} has written, up to the end of the state.
 */
final class ChunkedInput extends InputStream {

	private static final int NONE_YET = 1;

	private final DataInputStream in;

	private int left;

	/** What was found in place of a length. */
	private int end = NONE_YET;

	private long size;

	ChunkedInput(DataInputStream in) {
		this.in = in;
	}

	@Override
	public int read() throws IOException {
		byte[] single = new byte[1];
		return (read(single, 0, 1) < 0) ? -1 : Byte.toUnsignedInt(single[0]);
	}

	@Override
	public int read(byte[] bytes, int from, int length) throws IOException {
		Objects.checkFromIndexSize(from, length, bytes.length);
		if (length == 0) {
			return 0;
		}
		if (!hasMore()) {
			if (this.end != ChunkedOutput.COMPLETE) {
				throw new EOFException("The other instance could not write it to its end; its log says why");
			}
			return -1;
		}
		int part = Math.min(length, this.left);
		this.in.readFully(bytes, from, part);
		this.left -= part;
		this.size += part;
		return part;
	}

	private boolean hasMore() throws IOException {
		if (this.left == 0 && this.end == NONE_YET) {
			int length = this.in.readInt();
			if (length > 0) {
				this.left = length;
			}
			else {
				this.end = length;
			}
		}
		return this.left > 0;
	}

	/**
	 * Skips what the reader has left, so that the next state can be read.
	 * @return whether the writer has written all of it
	 */
	boolean toEnd() throws IOException {
		while (hasMore()) {
			this.in.skipNBytes(this.left);
			this.left = 0;
		}
		return this.end == ChunkedOutput.COMPLETE;
	}

	long size() {
		return this.size;
	}

}
