package io.hotupgrade.loadmeter;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/**
 * A body that is sent in pieces over a while, as a client on a slow line sends it.
 *
 * @param bytes the content
 * @param pieces the number of pieces
 * @param duration the time from the first piece to the last
 * @param framing how the server learns the end
 * @param pauses where to wait between pieces; the rest is sent at once when told to hurry
 */
record SlowBody(byte[] bytes, int pieces, Duration duration, Uploads.Framing framing,
		Pauses pauses) implements RequestBody {

	private static final byte[] CRLF = "\r\n".getBytes(StandardCharsets.US_ASCII);

	private static final byte[] LAST_CHUNK = "0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

	@Override
	public List<String> headers() {
		String length = (this.framing == Uploads.Framing.CHUNKED) ? "Transfer-Encoding: chunked"
				: "Content-Length: " + this.bytes.length;
		return List.of("Content-Type: application/octet-stream", length);
	}

	@Override
	public void writeTo(OutputStream output) throws IOException {
		long start = System.nanoTime();
		int from = 0;
		for (int piece = 1; piece <= this.pieces; piece++) {
			int to = (int) ((long) this.bytes.length * piece / this.pieces);
			writePiece(output, from, to - from);
			this.pauses.until(start + this.duration.toNanos() * piece / this.pieces);
			from = to;
		}
		if (this.framing == Uploads.Framing.CHUNKED) {
			output.write(LAST_CHUNK);
			output.flush();
		}
	}

	private void writePiece(OutputStream output, int from, int length) throws IOException {
		if (this.framing == Uploads.Framing.CHUNKED && length > 0) {
			output.write(Integer.toHexString(length).getBytes(StandardCharsets.US_ASCII));
			output.write(CRLF);
			output.write(this.bytes, from, length);
			output.write(CRLF);
		}
		else {
			output.write(this.bytes, from, length);
		}
		output.flush();
	}

}
