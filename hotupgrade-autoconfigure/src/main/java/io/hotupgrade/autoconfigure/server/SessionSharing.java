package io.hotupgrade.autoconfigure.server;

import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;

import io.hotupgrade.sessions.SessionExchange;
import io.hotupgrade.sessions.SharingSettings;
import org.jspecify.annotations.Nullable;

/**
 * Lets a server share the sessions that it keeps in memory, whichever it is. Those that
 * are kept in a store of their own are left alone.
 *
 * @since 0.1.0
 */
public final class SessionSharing {

	/**
	 * The name of Spring Session's filter, which puts its own sessions before the
	 * server's.
	 */
	public static final String STORE_FILTER = "springSessionRepositoryFilter";

	private final SessionExchange exchange;

	private final SharingSettings settings;

	private final BooleanSupplier stored;

	private volatile @Nullable String obstacle;

	/**
	 * Creates it.
	 * @param exchange whom sessions are shared with
	 * @param settings how
	 * @param stored whether sessions are in a store of their own
	 */
	public SessionSharing(SessionExchange exchange, SharingSettings settings, BooleanSupplier stored) {
		this.exchange = exchange;
		this.settings = settings;
		this.stored = stored;
	}

	/**
	 * Attaches it to a server. To be called when Boot has configured the server.
	 * @param unfit what stands in the way in this version of the server, as a sentence
	 * without an end
	 * @param install attaches it, unless somebody else keeps the sessions
	 */
	public void attach(Optional<String> unfit, BiConsumer<SessionExchange, SharingSettings> install) {
		if (unfit.isPresent()) {
			this.obstacle = unfit.get();
		}
		else if (!this.stored.getAsBoolean()) {
			install.accept(this.exchange, this.settings);
		}
	}

	/**
	 * Whether sessions are shared.
	 * @return {@code false} where nobody has them in memory, or they are kept by somebody
	 * else, or there is an obstacle
	 */
	public boolean isEffective() {
		return this.exchange.isShared();
	}

	/**
	 * What stands in the way in this version of the server.
	 * @return it, as a sentence without an end, or nothing
	 */
	public Optional<String> obstacle() {
		return Optional.ofNullable(this.obstacle);
	}

}
