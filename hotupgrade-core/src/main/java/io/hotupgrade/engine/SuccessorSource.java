package io.hotupgrade.engine;

import java.util.function.Consumer;

import io.hotupgrade.UpgradeRecord;
import io.hotupgrade.internal.process.LaunchException;

/**
 * How an upgrade comes by its successor.
 */
@FunctionalInterface
interface SuccessorSource {

	/**
	 * Provides the successor.
	 * @param upgrade the upgrade that begins
	 * @param events is told what happens from now on
	 * @return the successor
	 * @throws LaunchException if there is no process
	 */
	SuccessorLink provide(UpgradeRecord upgrade, SuccessorLink.Events events) throws LaunchException;

	/**
	 * Whether something is to be prepared first.
	 * @return {@code false} if the successor can be provided at once
	 */
	default boolean isPreparing() {
		return false;
	}

	/**
	 * Prepares, and does not wait for that.
	 * @param done is told how the successor will be started, for people, on the engine's
	 * thread; whatever goes wrong, it can be provided then
	 */
	default void prepare(Consumer<String> done) {
		done.accept("");
	}

	/**
	 * Ends the preparation if it is still under way: the successor can be provided
	 * without it.
	 * @param why the reason, for people
	 */
	default void stopPreparing(String why) {
	}

}
