package io.hotupgrade.internal.steering;

import java.util.List;

/**
 * Which of the two members of a SO_REUSEPORT group gets a new connection. Members count
 * in the order in which they began to listen; when one closes, the last takes its place
 * (socket(7), SO_ATTACH_REUSEPORT_CBPF). A place that nobody has falls back to the
 * kernel's hash over all members.
 */
public final class SteeringProgram {

	private static final int ALL = 100;

	private final int percentToSecond;

	private SteeringProgram(int percentToSecond) {
		this.percentToSecond = percentToSecond;
	}

	/**
	 * All to the member that began to listen first.
	 * @return the program
	 */
	public static SteeringProgram toFirst() {
		return new SteeringProgram(0);
	}

	/**
	 * All to the member that began to listen second.
	 * @return the program
	 */
	public static SteeringProgram toSecond() {
		return new SteeringProgram(ALL);
	}

	/**
	 * A share to the second member and the rest to the first, by chance.
	 * @param percent the second member's share, 0 to 100
	 * @return the program
	 */
	public static SteeringProgram percentToSecond(int percent) {
		if (percent < 0 || percent > ALL) {
			throw new IllegalArgumentException("'percent': %d (expected: 0 to 100)".formatted(percent));
		}
		return new SteeringProgram(percent);
	}

	List<BpfInstruction> instructions() {
		BpfInstruction first = BpfInstruction.answer(0);
		BpfInstruction second = BpfInstruction.answer(1);
		return switch (this.percentToSecond) {
			case 0 -> List.of(first);
			case ALL -> List.of(second);
			default -> List.of(BpfInstruction.loadRandom(), BpfInstruction.modulo(ALL),
					BpfInstruction.skipNextUnlessAtLeast(this.percentToSecond), first, second);
		};
	}

	@Override
	public boolean equals(Object other) {
		return other instanceof SteeringProgram program && this.percentToSecond == program.percentToSecond;
	}

	@Override
	public int hashCode() {
		return this.percentToSecond;
	}

	@Override
	public String toString() {
		return this.percentToSecond + " % to the second";
	}

}
