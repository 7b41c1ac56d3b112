package io.hotupgrade.autoconfigure.state;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.springframework.cache.Cache;
import org.springframework.cache.concurrent.ConcurrentMapCache;
import org.springframework.util.ClassUtils;

/**
 * The entries of a cache of a kind that tells them.
 */
interface CacheEntries {

	/**
	 * Goes through the entries as they are at that moment, without counting as a use of
	 * them.
	 * @param visitor is shown each, until it has enough
	 * @throws IOException if the visitor fails
	 */
	void forEach(Visitor visitor) throws IOException;

	/**
	 * Adds an entry, unless there is one with its key.
	 * @param entry what another instance had
	 * @param expiry ends it in time, where the cache does not
	 * @return whether it was added
	 */
	boolean add(Entry entry, EntryExpiry expiry);

	/**
	 * Finds the entries of a cache.
	 * @param cache the cache
	 * @return its entries; empty if it is of a kind that does not tell them
	 */
	static Optional<CacheEntries> of(Cache cache) {
		if (cache instanceof ConcurrentMapCache map) {
			return Optional.of(new ConcurrentMapEntries(map));
		}
		ClassLoader loader = CacheEntries.class.getClassLoader();
		boolean caffeine = ClassUtils.isPresent("com.github.benmanes.caffeine.cache.Cache", loader)
				&& ClassUtils.isPresent("org.springframework.cache.caffeine.CaffeineCache", loader);
		return caffeine ? CaffeineEntries.ofCaffeine(cache) : Optional.empty();
	}

	/**
	 * An entry.
	 *
	 * @param key its key
	 * @param value its value; {@link org.springframework.cache.support.NullValue} where
	 * that is {@code null}
	 * @param remaining for how long it is good; {@code null} if the cache has no such
	 * limit
	 */
	record Entry(Object key, Object value, @Nullable Duration remaining) {
	}

	/**
	 * Who is shown entries.
	 */
	@FunctionalInterface
	interface Visitor {

		/**
		 * Deals with an entry.
		 * @return whether to go on
		 */
		boolean visit(Entry entry) throws IOException;

	}

}
