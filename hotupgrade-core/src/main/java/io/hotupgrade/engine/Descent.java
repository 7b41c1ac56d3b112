package io.hotupgrade.engine;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import io.hotupgrade.FailureReason;
import io.hotupgrade.WarmUpReport;
import io.hotupgrade.server.PrivateListener;

/**
 * What this instance is to one that was there before: the {@link Successor} of one, or
 * the {@link FirstInstance}, which has to do with nobody. Used on the engine's thread
 * only, except where said otherwise.
 */
interface Descent extends UpgradeSide {

	/**
	 * Begins to speak with the predecessor if it is known already, and does not wait for
	 * an answer. May be called from any thread, once, before anything else.
	 */
	void begin();

	/**
	 * Whether there is a predecessor that has not committed: this instance has no traffic
	 * or only a share. May be called from any thread.
	 */
	boolean isAwaited();

	/**
	 * Whether there is or was a predecessor. May be called from any thread.
	 * @return {@code false} while it is not known yet
	 */
	boolean isHeir();

	/**
	 * Whether the predecessor has taken the traffic back and ends this process. May be
	 * called from any thread.
	 */
	boolean isRolledBack();

	/**
	 * Whether there is no predecessor, or none any more, so that the sockets of this
	 * instance are the first of their groups.
	 */
	boolean isSole();

	/**
	 * Whether this instance is the only one that accepts new connections.
	 * @return {@code false} while a predecessor could do so, too
	 */
	boolean isAlone();

	/**
	 * Finds the address of a listener that the predecessor has, too. Waits for the
	 * predecessor's answer: not on the engine's thread.
	 * @param name the listener's name
	 * @param requested the address that configuration asks for
	 * @return the address that both share; empty if there is no such listener, so that
	 * the port must be free
	 * @throws IOException if there should be a predecessor and is none, or it refuses
	 * this process
	 */
	Optional<InetSocketAddress> sharedAddress(String name, InetSocketAddress requested) throws IOException;

	/**
	 * All servers of this instance are bound.
	 */
	void bound();

	/**
	 * Lets the predecessor know under which names others know this instance.
	 */
	void tellNames();

	void warmUp(WarmUpReport report);

	/**
	 * Asks the predecessor to let go of what cannot exist twice.
	 * @return completed on the engine's thread when this instance can take it; at once,
	 * if there is no predecessor, and exceptionally, if this instance is to end
	 */
	CompletableFuture<Void> claimResources();

	/**
	 * This instance serves requests that come to its predecessor.
	 * @param listener where; closed when there is no predecessor any more
	 */
	void entrance(PrivateListener listener);

	/**
	 * This instance is ready for traffic.
	 * @param preparation makes it ready for being a predecessor; run when that is due
	 */
	void ready(Runnable preparation);

	/**
	 * This instance cannot become ready.
	 * @param reason why, for scripts
	 * @param message why, for people
	 */
	void failed(FailureReason reason, String message);

	/**
	 * This instance is told to stop. If a predecessor is still ready to take the traffic,
	 * it gets it at once.
	 */
	void stop();

	void close();

}
