package io.hotupgrade.internal.process;

import java.util.Comparator;
import java.util.Optional;
import java.util.OptionalLong;

import io.hotupgrade.RefusalReason;
import io.hotupgrade.UpgradeRefusedException;

/**
 * Looks whether there is memory for a second instance, before one is launched.
 *
 * @param expected bytes that it is expected to need; 0 for as many as there are. By
 * default as many as this process has
 * @param rooms what there is
 */
record MemoryCheck(Optional<Long> expected, MemoryRooms rooms) {

	private static final long MIB = 1 << 20;

	private static final String REMEDY = "Raise the limit, lower the heap (-Xmx), set hotupgrade.launch.memory to what a "
			+ "new instance needs until the old one is gone, or to 0 to try it all the same";

	/**
	 * Makes sure that there is room.
	 * @throws UpgradeRefusedException if there is not
	 */
	void run() {
		OptionalLong needed = this.expected.map(OptionalLong::of)
			.orElseGet(() -> this.rooms.resident(Runtime.getRuntime().totalMemory()));
		if (needed.isEmpty() || needed.getAsLong() == 0) {
			return;
		}
		this.rooms.all()
			.stream()
			.min(Comparator.comparingLong(MemoryRoom::free))
			.filter((least) -> least.free() < needed.getAsLong())
			.ifPresent((least) -> {
				throw new UpgradeRefusedException(RefusalReason.NOT_ENOUGH_MEMORY,
						Math.max(0, least.free()) / MIB + " MiB", explain(needed.getAsLong(), least), REMEDY);
			});
	}

	private String explain(long needed, MemoryRoom least) {
		return "A second instance is expected to need %d MiB (%s), and of the %d MiB of %s only %d MiB are free"
			.formatted(needed / MIB,
					this.expected.isPresent() ? "hotupgrade.launch.memory" : "as many as this one has resident",
					least.limit() / MIB, least.source(), Math.max(0, least.free()) / MIB);
	}

}
