package io.hotupgrade.internal.steering;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * One instruction of a classic BPF program: a {@code struct sock_filter}. The operation
 * codes are those of {@code linux/bpf_common.h}; see also bpf(4) of the BSDs, where the
 * language comes from.
 *
 * @param code the operation
 * @param whenTrue instructions to skip where a comparison holds
 * @param whenFalse instructions to skip where it does not
 * @param operand the operation's constant or offset
 */
record BpfInstruction(int code, int whenTrue, int whenFalse, int operand) {

	private static final int BYTES = 8;

	/** BPF_LD | BPF_W | BPF_ABS. */
	private static final int LOAD_WORD = 0x20;

	/** BPF_LD | BPF_B | BPF_ABS. */
	private static final int LOAD_BYTE = 0x30;

	/** BPF_ALU | BPF_AND | BPF_K. */
	private static final int AND = 0x54;

	/** BPF_ALU | BPF_MOD | BPF_K. */
	private static final int MODULO = 0x94;

	/** BPF_JMP | BPF_JEQ | BPF_K. */
	private static final int JUMP_IF_EQUAL = 0x15;

	/** BPF_JMP | BPF_JGE | BPF_K. */
	private static final int JUMP_IF_AT_LEAST = 0x35;

	/** BPF_RET | BPF_K. */
	private static final int RETURN = 0x06;

	/** SKF_AD_OFF + SKF_AD_RANDOM of linux/filter.h. */
	private static final int RANDOM = -0x1000 + 56;

	static BpfInstruction loadRandom() {
		return new BpfInstruction(LOAD_WORD, 0, 0, RANDOM);
	}

	static BpfInstruction loadByte(int offset) {
		return new BpfInstruction(LOAD_BYTE, 0, 0, offset);
	}

	static BpfInstruction and(int mask) {
		return new BpfInstruction(AND, 0, 0, mask);
	}

	static BpfInstruction modulo(int divisor) {
		return new BpfInstruction(MODULO, 0, 0, divisor);
	}

	/** Skips the next instruction unless the accumulator equals the value. */
	static BpfInstruction skipNextUnlessEqual(int value) {
		return new BpfInstruction(JUMP_IF_EQUAL, 0, 1, value);
	}

	/** Skips the next instruction unless the accumulator is at least the value. */
	static BpfInstruction skipNextUnlessAtLeast(int value) {
		return new BpfInstruction(JUMP_IF_AT_LEAST, 0, 1, value);
	}

	static BpfInstruction answer(int value) {
		return new BpfInstruction(RETURN, 0, 0, value);
	}

	static byte[] encode(List<BpfInstruction> program) {
		ByteBuffer bytes = ByteBuffer.allocate(program.size() * BYTES).order(ByteOrder.nativeOrder());
		for (BpfInstruction instruction : program) {
			bytes.putShort((short) instruction.code);
			bytes.put((byte) instruction.whenTrue);
			bytes.put((byte) instruction.whenFalse);
			bytes.putInt(instruction.operand);
		}
		return bytes.array();
	}

}
