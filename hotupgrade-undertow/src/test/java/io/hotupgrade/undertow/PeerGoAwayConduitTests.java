package io.hotupgrade.undertow;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import org.xnio.conduits.StreamSourceConduit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link PeerGoAwayConduit}: however the bytes arrive, all but the GOAWAY
 * frames get through.
 */
class PeerGoAwayConduitTests {

	private static final int DATA = 0;

	private static final int RST_STREAM = 3;

	private static final int PING = 6;

	private static final int GOAWAY = 7;

	private final StreamSourceConduit source = mock(StreamSourceConduit.class);

	private final AtomicInteger dropped = new AtomicInteger();

	private final List<Integer> reset = new ArrayList<>();

	private boolean ended;

	@Test
	void goAwayIsKeptBackHoweverTheBytesArrive() throws Exception {
		byte[] preface = "PRI".getBytes();
		byte[] sent = concat(preface, frame(DATA, 300), frame(GOAWAY, 8), frame(PING, 8), frame(GOAWAY, 70_000),
				frame(GOAWAY, 8), frame(DATA, 0), frame(PING, 8));
		byte[] expected = concat(preface, frame(DATA, 300), frame(PING, 8), frame(DATA, 0), frame(PING, 8));
		for (int piece : new int[] { 1, 2, 3, 4, 5, 9, 10, 17, 64, 1000, sent.length }) {
			this.dropped.set(0);
			assertThat(received(sent, piece)).as("in pieces of " + piece).isEqualTo(expected);
			assertThat(this.dropped).hasValue(3);
		}
	}

	@Test
	void streamsThatTheClientResetsAreToldHoweverTheBytesArrive() throws Exception {
		byte[] sent = concat(frame(DATA, 20, 9), frame(RST_STREAM, 4, 3), frame(GOAWAY, 8),
				frame(RST_STREAM, 4, 0x12345), frame(RST_STREAM, 4, 0x81234567), frame(PING, 8));
		for (int piece : new int[] { 1, 2, 3, 4, 5, 9, 13, 14, sent.length }) {
			this.reset.clear();
			received(sent, piece);
			assertThat(this.reset).as("in pieces of " + piece).containsExactly(3, 0x12345, 0x1234567);
		}
	}

	@Test
	void theEndOfTheConnectionGetsThrough() throws Exception {
		given(this.source.read(any(ByteBuffer.class))).willReturn(-1);
		assertThat(conduit(0).read(ByteBuffer.allocate(10))).isEqualTo(-1);
		assertThat(this.ended).isTrue();
	}

	private byte[] received(byte[] sent, int piece) throws Exception {
		ByteBuffer left = ByteBuffer.wrap(sent);
		boolean[] pause = new boolean[1];
		given(this.source.read(any(ByteBuffer.class))).willAnswer((call) -> {
			pause[0] = !pause[0];
			ByteBuffer dst = call.getArgument(0);
			if (pause[0] || !left.hasRemaining()) {
				return 0;
			}
			int count = Math.min(piece, Math.min(dst.remaining(), left.remaining()));
			dst.put(left.slice(left.position(), count));
			left.position(left.position() + count);
			return count;
		});
		PeerGoAwayConduit conduit = conduit(sent[0] == 'P' ? 3 : 0);
		ByteArrayOutputStream received = new ByteArrayOutputStream();
		while (left.hasRemaining()) {
			ByteBuffer buffer = ByteBuffer.allocate(200);
			int count = conduit.read(buffer);
			assertThat(count).isEqualTo(buffer.position());
			received.write(buffer.array(), 0, count);
		}
		return received.toByteArray();
	}

	private PeerGoAwayConduit conduit(int beforeFirstFrame) {
		return new PeerGoAwayConduit(this.source, beforeFirstFrame, new PeerGoAwayConduit.Listener() {

			@Override
			public void goAwayReceived() {
				PeerGoAwayConduitTests.this.dropped.incrementAndGet();
			}

			@Override
			public void streamReset(int stream) {
				PeerGoAwayConduitTests.this.reset.add(stream);
			}

			@Override
			public void ended() {
				PeerGoAwayConduitTests.this.ended = true;
			}

		});
	}

	private static byte[] frame(int type, int length) {
		return frame(type, length, 1);
	}

	private static byte[] frame(int type, int length, int stream) {
		ByteBuffer frame = ByteBuffer.allocate(9 + length);
		frame.putInt((length << 8) | type).put((byte) 0).putInt(stream);
		while (frame.hasRemaining()) {
			frame.put((byte) frame.remaining());
		}
		return frame.array();
	}

	private static byte[] concat(byte[]... parts) {
		ByteArrayOutputStream all = new ByteArrayOutputStream();
		for (byte[] part : parts) {
			all.writeBytes(part);
		}
		return all.toByteArray();
	}

}
