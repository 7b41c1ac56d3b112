package io.hotupgrade.autoconfigure.state;

import java.io.IOException;

import org.jspecify.annotations.Nullable;
import org.springframework.cache.Cache;
import org.springframework.cache.concurrent.ConcurrentMapCache;
import org.springframework.cache.support.NullValue;

/**
 * The entries of a {@link ConcurrentMapCache}, which do not expire.
 */
final class ConcurrentMapEntries implements CacheEntries {

	private final ConcurrentMapCache cache;

	ConcurrentMapEntries(ConcurrentMapCache cache) {
		this.cache = cache;
	}

	@Override
	public void forEach(Visitor visitor) throws IOException {
		for (Object key : this.cache.getNativeCache().keySet()) {
			Cache.ValueWrapper found = this.cache.get(key);
			if (found != null && !visitor.visit(new Entry(key, orNullValue(found.get()), null))) {
				return;
			}
		}
	}

	private static Object orNullValue(@Nullable Object value) {
		return (value != null) ? value : NullValue.INSTANCE;
	}

	@Override
	public boolean add(Entry entry, EntryExpiry expiry) {
		boolean isNull = entry.value() == NullValue.INSTANCE;
		return (!isNull || this.cache.isAllowNullValues())
				&& this.cache.putIfAbsent(entry.key(), isNull ? null : entry.value()) == null;
	}

}
