package io.hotupgrade.internal.steering;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link SteeringProgram}: the very bytes.
 */
class SteeringProgramTests {

	@Test
	void toFirstReturnsIndexZero() {
		assertThat(SteeringProgram.toFirst().instructions()).containsExactly(new BpfInstruction(0x06, 0, 0, 0));
	}

	@Test
	void toSecondReturnsIndexOne() {
		assertThat(SteeringProgram.toSecond().instructions()).containsExactly(new BpfInstruction(0x06, 0, 0, 1));
	}

	@Test
	void percentToSecondComparesRandomNumber() {
		assertThat(SteeringProgram.percentToSecond(30).instructions()).containsExactly(
				new BpfInstruction(0x20, 0, 0, 0xFFFFF038), new BpfInstruction(0x94, 0, 0, 100),
				new BpfInstruction(0x35, 0, 1, 30), new BpfInstruction(0x06, 0, 0, 0),
				new BpfInstruction(0x06, 0, 0, 1));
	}

	@Test
	void percentToSecondWhenAllOrNothingNeedsNoChance() {
		assertThat(SteeringProgram.percentToSecond(0)).isEqualTo(SteeringProgram.toFirst())
			.hasSameHashCodeAs(SteeringProgram.toFirst())
			.isNotEqualTo(SteeringProgram.toSecond());
		assertThat(SteeringProgram.percentToSecond(100)).isEqualTo(SteeringProgram.toSecond());
	}

	@ParameterizedTest
	@ValueSource(ints = { -1, 101 })
	void percentToSecondWhenOutOfRangeFails(int percent) {
		assertThatIllegalArgumentException().isThrownBy(() -> SteeringProgram.percentToSecond(percent))
			.withMessage("'percent': " + percent + " (expected: 0 to 100)");
	}

	@Test
	void encodeIsInNativeByteOrder() {
		ByteBuffer expected = ByteBuffer.allocate(40).order(ByteOrder.nativeOrder());
		expected.putShort((short) 0x20).put((byte) 0).put((byte) 0).putInt(0xFFFFF038);
		expected.putShort((short) 0x94).put((byte) 0).put((byte) 0).putInt(100);
		expected.putShort((short) 0x35).put((byte) 0).put((byte) 1).putInt(30);
		expected.putShort((short) 0x06).put((byte) 0).put((byte) 0).putInt(0);
		expected.putShort((short) 0x06).put((byte) 0).put((byte) 0).putInt(1);
		assertThat(BpfInstruction.encode(SteeringProgram.percentToSecond(30).instructions()))
			.isEqualTo(expected.array());
	}

}
