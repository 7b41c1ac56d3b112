package io.hotupgrade.internal.steering;

import java.util.List;

/**
 * The input filter of a listener that takes no new connections: drops each packet that
 * opens one, which is what has SYN without ACK, and lets all others pass. The kernel runs
 * a TCP socket's input filter on the packet from the TCP header on.
 */
final class NewConnectionFilter {

	private static final int FLAGS_OFFSET = 13;

	private static final int SYN = 0x02;

	private static final int ACK = 0x10;

	private static final int DROP = 0;

	private static final int WHOLE_PACKET = -1;

	private NewConnectionFilter() {
	}

	static List<BpfInstruction> instructions() {
		return List.of(BpfInstruction.loadByte(FLAGS_OFFSET), BpfInstruction.and(SYN | ACK),
				BpfInstruction.skipNextUnlessEqual(SYN), BpfInstruction.answer(DROP),
				BpfInstruction.answer(WHOLE_PACKET));
	}

}
