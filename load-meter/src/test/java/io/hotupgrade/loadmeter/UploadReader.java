package io.hotupgrade.loadmeter;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * Reads the body of an upload on the server's side.
 */
final class UploadReader {

	private final InputStream input;

	UploadReader(InputStream input) {
		this.input = input;
	}

	byte[] read(Uploads.Framing framing, int length) throws IOException {
		return (framing == Uploads.Framing.CHUNKED) ? readChunks() : this.input.readNBytes(length);
	}

	private byte[] readChunks() throws IOException {
		ByteArrayOutputStream body = new ByteArrayOutputStream();
		int size = Integer.parseInt(readLine(), 16);
		while (size > 0) {
			body.writeBytes(this.input.readNBytes(size));
			readLine();
			size = Integer.parseInt(readLine(), 16);
		}
		readLine();
		return body.toByteArray();
	}

	private String readLine() throws IOException {
		StringBuilder line = new StringBuilder();
		for (int next = this.input.read(); next != '\n'; next = this.input.read()) {
			if (next < 0) {
				throw new IOException("The client is gone");
			}
			line.append((char) next);
		}
		return line.toString().strip();
	}

}
