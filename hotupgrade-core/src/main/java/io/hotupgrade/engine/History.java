package io.hotupgrade.engine;

import java.util.List;
import java.util.stream.Stream;

import io.hotupgrade.UpgradeRecord;

/**
 * The upgrades that have ended, newest first. Written on the engine's thread, read by
 * any.
 */
final class History {

	private final int size;

	private volatile List<UpgradeRecord> records = List.of();

	History(int size) {
		this.size = size;
	}

	void add(UpgradeRecord ended) {
		this.records = Stream.concat(Stream.of(ended), this.records.stream()).limit(this.size).toList();
	}

	/**
	 * Takes over what earlier generations remember.
	 * @param earlier their history, newest first
	 */
	void inherit(List<UpgradeRecord> earlier) {
		this.records = Stream.concat(this.records.stream(), earlier.stream()).limit(this.size).toList();
	}

	List<UpgradeRecord> records() {
		return this.records;
	}

}
