package io.hotupgrade.engine;

import java.util.List;
import java.util.stream.Stream;

import io.hotupgrade.UpgradeRecord;

/**
 * The upgrades that have ended, newest first. Immutable.
 *
 * @param size how many are remembered
 * @param records the upgrades
 */
record History(int size, List<UpgradeRecord> records) {

	static History empty(int size) {
		return new History(size, List.of());
	}

	/**
	 * With one more.
	 */
	History with(UpgradeRecord ended) {
		return of(Stream.concat(Stream.of(ended), this.records.stream()));
	}

	/**
	 * With what earlier generations remember.
	 * @param earlier their history, newest first
	 */
	History withEarlier(List<UpgradeRecord> earlier) {
		return of(Stream.concat(this.records.stream(), earlier.stream()));
	}

	private History of(Stream<UpgradeRecord> all) {
		return new History(this.size, all.limit(this.size).toList());
	}

}
