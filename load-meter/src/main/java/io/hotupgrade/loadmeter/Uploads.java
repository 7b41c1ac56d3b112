package io.hotupgrade.loadmeter;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32;

/**
 * Uploads that are sent slowly, piece by piece; the answer has to tell their length and
 * checksum: the sample's "/upload".
 */
public final class Uploads extends RepeatedRequests {

	private static final int PIECES = 20;

	private final Framing framing;

	private final byte[] bytes;

	private final Duration duration;

	/**
	 * Uploads.
	 * @param clients the number of uploads in flight at any time
	 * @param length the length of each in bytes
	 * @param duration how long sending each takes
	 * @param framing how the server learns where the body ends
	 */
	public Uploads(int clients, int length, Duration duration, Framing framing) {
		super(framing.kind, clients);
		this.framing = framing;
		this.bytes = new byte[length];
		this.duration = duration;
		new Random(length).nextBytes(this.bytes);
	}

	@Override
	Duration requestDuration() {
		return this.duration;
	}

	@Override
	Request request(LoadSession session) {
		SlowBody body = new SlowBody(this.bytes, PIECES, this.duration, this.framing, session.withinRequests());
		return new Request("POST", "/upload", List.of(), body, this.duration);
	}

	@Override
	ResponseCheck check() {
		CRC32 checksum = new CRC32();
		checksum.update(this.bytes);
		return ResponseCheck.isText("len=%d crc=%08x".formatted(this.bytes.length, checksum.getValue()));
	}

	/**
	 * How a server learns where a request's body ends.
	 */
	public enum Framing {

		/** By a header, in advance. */
		CONTENT_LENGTH("upload-length"),

		/** By an empty chunk. */
		CHUNKED("upload-chunked");

		private final String kind;

		Framing(String kind) {
			this.kind = kind;
		}

		/**
		 * The name under which such uploads are counted.
		 * @return the name
		 */
		public String kind() {
			return this.kind;
		}

	}

}
