package io.hotupgrade.autoconfigure.server;

import java.util.function.BooleanSupplier;

import org.apache.catalina.Context;

import io.hotupgrade.sessions.SessionExchange;
import io.hotupgrade.sessions.SharingSettings;
import io.hotupgrade.tomcat.TomcatSessionSharing;

/**
 * Lets an embedded Tomcat share the sessions that it keeps in memory. Those that are kept
 * in a store of their own are left alone.
 *
 * @since 0.1.0
 */
public final class SessionSharing {

	/**
	 * The name of Spring Session's filter, which puts its own sessions before Tomcat's.
	 */
	public static final String STORE_FILTER = "springSessionRepositoryFilter";

	private final SessionExchange exchange;

	private final SharingSettings settings;

	private final BooleanSupplier stored;

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
	 * Attaches it to a context whose sessions nobody else manages. To be called when Boot
	 * has configured the context.
	 * @param context the application's context
	 */
	public void attach(Context context) {
		if (!this.stored.getAsBoolean()) {
			TomcatSessionSharing.install(context, this.exchange, this.settings);
		}
	}

}
