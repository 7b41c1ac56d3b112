package io.hotupgrade.internal.control;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;

import io.hotupgrade.internal.control.ControlMessage.Unknown;
import org.junit.jupiter.api.Test;

/**
 * Feeds {@link ControlCodec} with mutations of valid frames. System properties:
 * {@code fuzz.count} inputs, {@code fuzz.seed} of their sequence.
 */
class ControlCodecFuzzTests {

	private final ControlCodec codec = new ControlCodec();

	private final Random random = new Random(Long.getLong("fuzz.seed", 20260101));

	@Test
	void decodeWhenInputIsMutatedThrowsNothingElse() throws Exception {
		List<byte[]> valid = TestMessages.all().stream().map(this::body).filter((body) -> body.length < 8192).toList();
		int count = Integer.getInteger("fuzz.count", 100_000);
		for (int i = 0; i < count; i++) {
			byte[] input = valid.get(this.random.nextInt(valid.size())).clone();
			for (int mutations = this.random.nextInt(4); mutations >= 0; mutations--) {
				input = mutate(input, valid.get(this.random.nextInt(valid.size())));
			}
			decode(input);
		}
	}

	private void decode(byte[] input) {
		try {
			ControlMessage message = this.codec.decode(ByteBuffer.wrap(input));
			if (!(message instanceof Unknown)) {
				this.codec.encode(message);
			}
		}
		catch (ControlProtocolException ex) {
			// What malformed input is meant to give.
		}
		catch (RuntimeException | Error ex) {
			throw new AssertionError("Input " + HexFormat.of().formatHex(input), ex);
		}
	}

	private byte[] mutate(byte[] input, byte[] other) {
		if (input.length < Integer.BYTES) {
			return other.clone();
		}
		int position = this.random.nextInt(input.length);
		switch (this.random.nextInt(6)) {
			case 0 -> input[position] ^= (byte) (1 << this.random.nextInt(8));
			case 1 -> input[position] = (byte) this.random.nextInt();
			case 2 -> ByteBuffer.wrap(input).putInt(Math.min(position, input.length - 4), extreme());
			case 3 -> {
				return Arrays.copyOf(input, position);
			}
			case 4 -> {
				return splice(input, position, other);
			}
			default -> {
				byte[] noise = new byte[this.random.nextInt(16)];
				this.random.nextBytes(noise);
				return splice(input, position, noise);
			}
		}
		return input;
	}

	private byte[] splice(byte[] input, int position, byte[] other) {
		int from = this.random.nextInt(other.length + 1);
		return ByteBuffer.allocate(position + other.length - from)
			.put(input, 0, position)
			.put(other, from, other.length - from)
			.array();
	}

	private int extreme() {
		int[] values = { 0, 1, -1, Integer.MAX_VALUE, Integer.MIN_VALUE, 0xFFFF, 0x10000, this.random.nextInt() };
		return values[this.random.nextInt(values.length)];
	}

	private byte[] body(ControlMessage message) {
		try {
			return ControlCodecTests.body(this.codec.encode(message));
		}
		catch (ControlProtocolException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
