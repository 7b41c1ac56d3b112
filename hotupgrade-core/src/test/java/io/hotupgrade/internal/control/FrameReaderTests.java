package io.hotupgrade.internal.control;

import java.io.EOFException;
import java.nio.ByteBuffer;
import java.util.Arrays;

import io.hotupgrade.internal.control.ControlMessage.Heartbeat;
import io.hotupgrade.internal.control.ControlMessage.RolledBack;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link FrameReader}.
 */
class FrameReaderTests {

	private final ControlCodec codec = new ControlCodec();

	@ParameterizedTest
	@ValueSource(ints = { 1, 2, 7, 100_000 })
	void nextWhenBytesArriveInPiecesGivesEachMessage(int piece) throws Exception {
		ControlMessage large = new RolledBack("y".repeat(50_000));
		FrameReader reader = reader(stream(new Heartbeat(1), large, new Heartbeat(2)), piece);
		assertThat(reader.next()).contains(new Heartbeat(1));
		assertThat(reader.next()).contains(large);
		assertThat(reader.next()).contains(new Heartbeat(2));
		assertThat(reader.next()).isEmpty();
	}

	@Test
	void nextWhenStreamEndsInsideAFrameFails() throws Exception {
		byte[] stream = stream(new Heartbeat(1));
		for (int length = 1; length < stream.length; length++) {
			FrameReader reader = reader(Arrays.copyOf(stream, length), 100);
			assertThatExceptionOfType(EOFException.class).isThrownBy(reader::next);
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { ControlCodec.DEFAULT_LIMIT + 1, Integer.MAX_VALUE, -1, Integer.MIN_VALUE })
	void nextWhenAnnouncedLengthIsOverTheLimitFails(int length) {
		FrameReader reader = reader(ByteBuffer.allocate(4).putInt(length).array(), 4);
		assertThatExceptionOfType(ControlProtocolException.class).isThrownBy(reader::next)
			.withMessageContaining(Integer.toUnsignedString(length));
	}

	@Test
	void nextWhenBodyIsEmptyFails() {
		FrameReader reader = reader(new byte[4], 4);
		assertThatExceptionOfType(ControlProtocolException.class).isThrownBy(reader::next);
	}

	private byte[] stream(ControlMessage... messages) throws Exception {
		ByteBuffer stream = ByteBuffer.allocate(100_000);
		for (ControlMessage message : messages) {
			stream.put(this.codec.encode(message));
		}
		return Arrays.copyOf(stream.array(), stream.position());
	}

	private FrameReader reader(byte[] bytes, int piece) {
		ByteBuffer stream = ByteBuffer.wrap(bytes);
		return new FrameReader((target) -> {
			int count = Math.min(Math.min(piece, stream.remaining()), target.remaining());
			target.put(stream.slice(stream.position(), count));
			stream.position(stream.position() + count);
			return (count > 0) ? count : -1;
		}, this.codec);
	}

}
