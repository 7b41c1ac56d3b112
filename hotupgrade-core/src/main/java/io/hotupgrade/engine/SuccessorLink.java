package io.hotupgrade.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import io.hotupgrade.FailureReason;
import io.hotupgrade.RequestStatistics;
import io.hotupgrade.WarmUpReport;
import io.hotupgrade.exclusive.Entrance;
import io.hotupgrade.internal.control.ControlMessage;
import io.hotupgrade.internal.process.SuccessorProcess;
import io.hotupgrade.server.ServerListener;

/**
 * The predecessor's hold on its successor: the process and the control channel to it.
 * Used on the engine's thread only.
 */
interface SuccessorLink {

	long pid();

	SuccessorProcess process();

	/**
	 * What the successor listens on, as far as it has said so.
	 * @return the listeners
	 */
	List<ServerListener> listeners();

	/**
	 * Whether the successor was heard of a moment ago.
	 * @return {@code false} if it may be about to be found out as unresponsive
	 */
	boolean isResponsive();

	/**
	 * Waits for a sign of life.
	 * @param action run when the next message of the successor has been dealt with,
	 * whatever it was; never if there is none
	 */
	void onceHeard(Runnable action);

	/**
	 * Sends a message, if the successor is connected. A failure shows as the channel's
	 * end, so it is not reported here.
	 * @param message the message
	 */
	void send(ControlMessage message);

	/**
	 * Asks the process to stop, and kills it if it has not within the time.
	 * @param grace the time
	 */
	void terminate(Duration grace);

	/**
	 * Kills the process if it still runs, and waits until it is reaped.
	 * @param limit how long at most to wait
	 */
	void killAndReap(Duration limit);

	/**
	 * Lets go of the successor, whose process is gone or on its own from now on.
	 */
	void close();

	/**
	 * Is told what the successor does, on the engine's thread.
	 */
	interface Events {

		void connected(long pid, String version);

		void warmUp(WarmUpReport report);

		void happened(UpgradeEvent event);

		/** It waits for what cannot exist twice. */
		default void resourcesWanted() {
		}

		/** It has told where it serves requests that come to its predecessor. */
		default void servesRequestsAt(Entrance entrance) {
		}

		/** Somebody else has told it to stop. */
		default void stopping() {
			happened(new UpgradeEvent.Failed(FailureReason.SUCCESSOR_STOPPED,
					"The successor was told to stop by somebody else, for example by a signal"));
		}

		/** So many connections and requests have come to the successor so far. */
		void reported(long accepted, RequestStatistics requests);

		/** Somebody has asked the successor to let the upgrade go on. */
		void continueRequested(int step);

		/** It does no background work any more, and has taken none since then. */
		default void workReturned(Instant since) {
		}

		/** What it has said could not be dealt with. */
		default void caught(Throwable ex) {
		}

		/** So its application is called; empty if it has no name. */
		default void isOf(String application) {
		}

		/** It has told its names. */
		default void named(List<String> names) {
		}

	}

}
