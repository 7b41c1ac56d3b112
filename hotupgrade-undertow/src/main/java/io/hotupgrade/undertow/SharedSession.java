package io.hotupgrade.undertow;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

import io.hotupgrade.sessions.SessionAttributes;
import io.hotupgrade.sessions.SessionContent;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.session.Session;
import io.undertow.server.session.SessionConfig;
import io.undertow.server.session.SessionListener.SessionDestroyedReason;
import io.undertow.server.session.SessionListeners;
import io.undertow.server.session.SessionManager;
import org.jspecify.annotations.Nullable;

/**
 * A session that another instance may ask for. Behaves as those of Undertow's own.
 */
final class SharedSession implements Session {

	private final Keeper keeper;

	private final SessionAttributes image;

	private final Map<String, Object> attributes = new ConcurrentHashMap<>();

	private final AtomicBoolean ending = new AtomicBoolean();

	private final long createdAt;

	private volatile String id;

	private volatile int maxInactiveSeconds;

	private volatile long usedAt;

	private volatile long lastAccessedAt;

	private volatile boolean invalid;

	/**
	 * Creates it.
	 * @param keeper its manager
	 * @param image writes and reads its attributes
	 * @param id its id
	 * @param content what it consists of, beside the attributes
	 */
	SharedSession(Keeper keeper, SessionAttributes image, String id, SessionContent content) {
		this.keeper = keeper;
		this.image = image;
		this.id = id;
		this.createdAt = content.createdAt();
		this.usedAt = content.accessedAt();
		this.lastAccessedAt = content.accessedAt();
		this.maxInactiveSeconds = content.maxInactiveSeconds();
		content.attributes().forEach(this::change);
	}

	SessionContent content() {
		return new SessionContent(this.createdAt, this.usedAt, this.maxInactiveSeconds, false,
				this.image.write(this.attributes));
	}

	void change(String name, byte[] value) {
		this.image.change(name, value, this::put);
	}

	/** Without the listeners, unlike {@link #setAttribute}. */
	private void put(String name, @Nullable Object value) {
		if (value != null) {
			this.attributes.put(name, value);
		}
		else {
			this.attributes.remove(name);
		}
	}

	Map<String, Object> attributes() {
		return this.attributes;
	}

	/** A request begins to use it. */
	void enter() {
		this.lastAccessedAt = this.usedAt;
		use();
	}

	/** Is used at this moment. */
	void use() {
		this.usedAt = this.keeper.now();
	}

	boolean hasExpired() {
		int limit = this.maxInactiveSeconds;
		return limit > 0 && this.keeper.now() - this.usedAt > TimeUnit.SECONDS.toMillis(limit);
	}

	boolean isInvalid() {
		return this.invalid;
	}

	@Override
	public String getId() {
		return this.id;
	}

	@Override
	public void requestDone(HttpServerExchange exchange) {
		use();
	}

	@Override
	public long getCreationTime() {
		requireValid();
		return this.createdAt;
	}

	@Override
	public long getLastAccessedTime() {
		requireValid();
		return this.lastAccessedAt;
	}

	@Override
	public void setMaxInactiveInterval(int seconds) {
		requireValid();
		this.maxInactiveSeconds = seconds;
	}

	@Override
	public int getMaxInactiveInterval() {
		requireValid();
		return this.maxInactiveSeconds;
	}

	@Override
	public @Nullable Object getAttribute(String name) {
		requireValid();
		use();
		return this.attributes.get(name);
	}

	@Override
	public Set<String> getAttributeNames() {
		requireValid();
		use();
		return this.attributes.keySet();
	}

	@Override
	public @Nullable Object setAttribute(String name, @Nullable Object value) {
		if (value == null) {
			return removeAttribute(name);
		}
		requireValid();
		use();
		Object before = this.attributes.put(name, value);
		if (before == null) {
			this.keeper.listeners().attributeAdded(this, name, value);
		}
		else {
			this.keeper.listeners().attributeUpdated(this, name, value, before);
		}
		return before;
	}

	@Override
	public @Nullable Object removeAttribute(String name) {
		requireValid();
		use();
		Object before = this.attributes.remove(name);
		this.keeper.listeners().attributeRemoved(this, name, before);
		return before;
	}

	@Override
	public void invalidate(@Nullable HttpServerExchange exchange) {
		if (!end(exchange, SessionDestroyedReason.INVALIDATED)) {
			throw new IllegalStateException("The session " + this.id + " has ended already");
		}
	}

	/** Returns whether it had not ended already. */
	boolean end(@Nullable HttpServerExchange exchange, SessionDestroyedReason reason) {
		if (!this.ending.compareAndSet(false, true)) {
			return false;
		}
		this.keeper.forget(this, exchange);
		this.keeper.listeners().sessionDestroyed(this, exchange, reason);
		this.invalid = true;
		return true;
	}

	@Override
	public SessionManager getSessionManager() {
		return this.keeper;
	}

	@Override
	public String changeSessionId(HttpServerExchange exchange, SessionConfig config) {
		requireValid();
		String before = this.id;
		this.keeper.rename(this, (next) -> this.id = next);
		config.setSessionId(exchange, this.id);
		this.keeper.listeners().sessionIdChanged(this, before);
		return this.id;
	}

	private void requireValid() {
		if (this.invalid) {
			throw new IllegalStateException("The session " + this.id + " has ended");
		}
	}

	/**
	 * The manager of sessions, as they see it.
	 */
	interface Keeper extends SessionManager {

		/**
		 * Tells the time.
		 * @return milliseconds of the epoch
		 */
		long now();

		SessionListeners listeners();

		/**
		 * A session ends.
		 * @param session the session
		 * @param request the request that ends it, if one does
		 */
		void forget(SharedSession session, @Nullable HttpServerExchange request);

		/**
		 * Gives a session another id.
		 * @param session the session
		 * @param rename is given the id
		 */
		void rename(SharedSession session, Consumer<String> rename);

	}

}
