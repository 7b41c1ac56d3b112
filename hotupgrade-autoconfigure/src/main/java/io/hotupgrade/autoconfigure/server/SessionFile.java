package io.hotupgrade.autoconfigure.server;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What may be done with the file of {@code server.servlet.session.persistent}, which is
 * made for a restart. What it holds was left by whichever instance was stopped last, and
 * may be older than all that a predecessor's clients have done since, such as to log out:
 * a successor does not use it, and only the instance that serves replaces it.
 *
 * @since 0.1.0
 */
public final class SessionFile {

	private static final Logger logger = LoggerFactory.getLogger(SessionFile.class);

	private final BooleanSupplier succeeds;

	private final BooleanSupplier serves;

	private final AtomicBoolean warned = new AtomicBoolean();

	/**
	 * Creates it.
	 * @param succeeds whether this instance has a predecessor, as far as is known
	 * @param serves whether no other instance serves
	 */
	public SessionFile(BooleanSupplier succeeds, BooleanSupplier serves) {
		this.succeeds = succeeds;
		this.serves = serves;
	}

	/**
	 * Whether sessions in the file count. To be asked when a session is used, as well:
	 * the file is read before the port is bound, when an instance may not know yet that
	 * it has a predecessor.
	 * @return whether they do
	 */
	public boolean isUsable() {
		return !this.succeeds.getAsBoolean();
	}

	/**
	 * Whether this instance's sessions may be written to the file.
	 * @return whether they may
	 */
	public boolean isReplaceable() {
		return this.serves.getAsBoolean();
	}

	/**
	 * Says once what the file is not made for.
	 */
	public void warn() {
		if (this.warned.compareAndSet(false, true)) {
			logger.warn("server.servlet.session.persistent keeps sessions across a restart, and not across an upgrade: "
					+ "after one, clients begin a new session. Keep sessions in a store outside of the process, "
					+ "such as Spring Session's, if they have to survive");
		}
	}

}
