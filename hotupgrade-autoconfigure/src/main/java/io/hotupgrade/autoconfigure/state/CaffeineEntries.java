package io.hotupgrade.autoconfigure.state;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Policy;
import org.jspecify.annotations.Nullable;
import org.springframework.cache.caffeine.CaffeineCache;
import org.springframework.cache.support.NullValue;

/**
 * The entries of a {@link CaffeineCache}, each with the time that is left to it by its
 * own expiry or by that after a write. A time since the last access begins anew.
 */
final class CaffeineEntries implements CacheEntries {

	private final Cache<Object, Object> cache;

	private final boolean allowsNull;

	private CaffeineEntries(CaffeineCache cache) {
		this.cache = cache.getNativeCache();
		this.allowsNull = cache.isAllowNullValues();
	}

	static Optional<CacheEntries> ofCaffeine(org.springframework.cache.Cache cache) {
		return (cache instanceof CaffeineCache caffeine) ? Optional.of(new CaffeineEntries(caffeine))
				: Optional.empty();
	}

	@Override
	public void forEach(Visitor visitor) throws IOException {
		for (Map.Entry<Object, Object> entry : this.cache.asMap().entrySet()) {
			if (!visitor.visit(new Entry(entry.getKey(), entry.getValue(), remaining(entry.getKey())))) {
				return;
			}
		}
	}

	private @Nullable Duration remaining(Object key) {
		Policy<Object, Object> policy = this.cache.policy();
		return policy.expireVariably()
			.flatMap((variable) -> variable.getExpiresAfter(key))
			.or(() -> policy.expireAfterWrite()
				.flatMap((fixed) -> fixed.ageOf(key).map((age) -> fixed.getExpiresAfter().minus(age))))
			.orElse(null);
	}

	@Override
	public boolean add(Entry entry, EntryExpiry expiry) {
		Duration remaining = entry.remaining();
		if (entry.value() == NullValue.INSTANCE && !this.allowsNull
				|| remaining != null && (remaining.isNegative() || remaining.isZero())) {
			return false;
		}
		Optional<Policy.VarExpiration<Object, Object>> variable = this.cache.policy().expireVariably();
		if (variable.isPresent() && remaining != null) {
			return variable.get().putIfAbsent(entry.key(), entry.value(), remaining) == null;
		}
		boolean added = this.cache.asMap().putIfAbsent(entry.key(), entry.value()) == null;
		if (added && remaining != null && isSooner(remaining)) {
			expiry.after(remaining, () -> expire(entry));
		}
		return added;
	}

	/** Than it would expire after having been written now. */
	private boolean isSooner(Duration remaining) {
		return this.cache.policy()
			.expireAfterWrite()
			.map((fixed) -> remaining.compareTo(fixed.getExpiresAfter()) < 0)
			.orElse(false);
	}

	/** Unless it has been written meanwhile. */
	private void expire(Entry entry) {
		if (this.cache.policy().getIfPresentQuietly(entry.key()) == entry.value()) {
			this.cache.asMap().remove(entry.key(), entry.value());
		}
	}

}
