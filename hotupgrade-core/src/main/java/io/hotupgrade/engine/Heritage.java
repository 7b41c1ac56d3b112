package io.hotupgrade.engine;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

import io.hotupgrade.UpgradeRecord;

/**
 * What an engine leaves to the next one in the same JVM, where an application context is
 * closed and started again: it is still the same process.
 *
 * @param generation the process's generation
 * @param command the first generation's command; empty if that is the process's own
 * @param history ended upgrades, newest first
 */
record Heritage(int generation, List<String> command, List<UpgradeRecord> history) {

	private static final Map<String, Heritage> LEFT = new ConcurrentHashMap<>();

	/**
	 * Takes what an application's last engine has left.
	 * @param application the application's name
	 * @return what there is
	 */
	static Optional<Heritage> take(String application) {
		return Optional.ofNullable(LEFT.remove(application));
	}

	void leaveTo(String application) {
		LEFT.put(application, this);
	}

}
