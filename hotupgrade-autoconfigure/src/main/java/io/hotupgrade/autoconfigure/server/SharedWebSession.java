package io.hotupgrade.autoconfigure.server;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

import io.hotupgrade.sessions.SessionAttributes;
import io.hotupgrade.sessions.SessionContent;
import org.jspecify.annotations.Nullable;
import org.springframework.web.server.WebSession;
import reactor.core.publisher.Mono;

/**
 * A session of WebFlux that another instance may ask for. Behaves as those that Spring
 * keeps in memory.
 */
final class SharedWebSession implements WebSession {

	private static final Duration FOR_EVER = Duration.ofSeconds(-1);

	private final SharedWebSessions store;

	private final SessionAttributes image;

	private final Map<String, Object> attributes = new ConcurrentHashMap<>();

	private final Instant createdAt;

	private volatile String id;

	private volatile Instant accessedAt;

	private volatile Duration maxIdleTime;

	private volatile boolean started;

	/** Whether the store has it, or has given it away. */
	private final AtomicBoolean begun = new AtomicBoolean();

	private volatile boolean ended;

	/**
	 * Creates one that has not been started.
	 * @param store its store
	 * @param image writes and reads its attributes
	 * @param origin the same in memory
	 */
	SharedWebSession(SharedWebSessions store, SessionAttributes image, WebSession origin) {
		this.store = store;
		this.image = image;
		this.id = origin.getId();
		this.createdAt = origin.getCreationTime();
		this.accessedAt = origin.getLastAccessTime();
		this.maxIdleTime = origin.getMaxIdleTime();
	}

	/**
	 * Creates one that another instance has given.
	 * @param store its store
	 * @param image writes and reads its attributes
	 * @param id its id
	 * @param content what it consists of
	 */
	SharedWebSession(SharedWebSessions store, SessionAttributes image, String id, SessionContent content) {
		this.store = store;
		this.image = image;
		this.id = id;
		this.createdAt = Instant.ofEpochMilli(content.createdAt());
		this.accessedAt = Instant.ofEpochMilli(content.accessedAt());
		int seconds = content.maxInactiveSeconds();
		this.maxIdleTime = (seconds > 0) ? Duration.ofSeconds(seconds) : FOR_EVER;
		this.started = true;
		this.begun.set(true);
		content.attributes().forEach(this::change);
	}

	SessionContent content() {
		return new SessionContent(this.createdAt.toEpochMilli(), this.accessedAt.toEpochMilli(),
				(int) this.maxIdleTime.toSeconds(), false, this.image.write(this.attributes));
	}

	void change(String name, byte[] value) {
		this.image.change(name, value, this::put);
	}

	private void put(String name, @Nullable Object value) {
		if (value != null) {
			this.attributes.put(name, value);
		}
		else {
			this.attributes.remove(name);
		}
	}

	/** Returns whether the store does not know it yet. */
	boolean begin() {
		this.started = true;
		return this.begun.compareAndSet(false, true);
	}

	boolean hasBegun() {
		return this.begun.get();
	}

	void access(Instant now) {
		this.accessedAt = now;
	}

	void rename(String next) {
		this.id = next;
	}

	void end() {
		this.ended = true;
		this.attributes.clear();
	}

	boolean hasEnded() {
		return this.ended;
	}

	boolean isExpiredAt(Instant now) {
		return this.ended || isStarted() && !this.maxIdleTime.isNegative()
				&& this.accessedAt.plus(this.maxIdleTime).isBefore(now);
	}

	@Override
	public String getId() {
		return this.id;
	}

	@Override
	public Map<String, Object> getAttributes() {
		return this.attributes;
	}

	@Override
	public void start() {
		this.started = true;
	}

	@Override
	public boolean isStarted() {
		return this.started || !this.attributes.isEmpty();
	}

	@Override
	public Mono<Void> changeSessionId() {
		return Mono.fromRunnable(() -> this.store.rename(this));
	}

	@Override
	public Mono<Void> invalidate() {
		return Mono.fromRunnable(() -> this.store.expire(this));
	}

	@Override
	public Mono<Void> save() {
		return this.store.save(this);
	}

	@Override
	public boolean isExpired() {
		return isExpiredAt(this.store.now());
	}

	@Override
	public Instant getCreationTime() {
		return this.createdAt;
	}

	@Override
	public Instant getLastAccessTime() {
		return this.accessedAt;
	}

	@Override
	public void setMaxIdleTime(Duration time) {
		this.maxIdleTime = time;
	}

	@Override
	public Duration getMaxIdleTime() {
		return this.maxIdleTime;
	}

}
