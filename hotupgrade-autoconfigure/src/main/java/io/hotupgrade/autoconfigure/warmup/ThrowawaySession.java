package io.hotupgrade.autoconfigure.warmup;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

import org.springframework.web.server.WebSession;
import reactor.core.publisher.Mono;

/**
 * A session of one request, of which nobody learns: no store has it, and no client.
 */
final class ThrowawaySession implements WebSession {

	private final Map<String, Object> attributes = new ConcurrentHashMap<>();

	private final Instant created;

	private volatile String id = newId();

	private volatile boolean started;

	private volatile Duration maxIdleTime = Duration.ofMinutes(30);

	ThrowawaySession(Instant created) {
		this.created = created;
	}

	private static String newId() {
		return UUID.randomUUID().toString();
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
		return Mono.fromRunnable(() -> this.id = newId());
	}

	@Override
	public Mono<Void> invalidate() {
		return Mono.fromRunnable(() -> {
			this.started = false;
			this.attributes.clear();
		});
	}

	@Override
	public Mono<Void> save() {
		return Mono.empty();
	}

	@Override
	public boolean isExpired() {
		return false;
	}

	@Override
	public Instant getCreationTime() {
		return this.created;
	}

	@Override
	public Instant getLastAccessTime() {
		return this.created;
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
