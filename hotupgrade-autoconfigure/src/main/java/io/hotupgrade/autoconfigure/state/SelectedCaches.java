package io.hotupgrade.autoconfigure.state;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.cache.Cache;
import org.springframework.cache.CacheManager;

/**
 * The caches that are configured to come along, among those that there are.
 */
final class SelectedCaches {

	private static final Logger logger = LoggerFactory.getLogger(SelectedCaches.class);

	private static final String ALL = "*";

	private final Supplier<Map<String, CacheManager>> managers;

	private final Set<String> names;

	private final Set<String> told = ConcurrentHashMap.newKeySet();

	/**
	 * Creates it.
	 * @param managers tells the cache managers, by the names of their beans
	 * @param names the names of caches, or {@code *} for all
	 */
	SelectedCaches(Supplier<Map<String, CacheManager>> managers, List<String> names) {
		this.managers = managers;
		this.names = Set.copyOf(names);
	}

	List<SelectedCache> all() {
		List<SelectedCache> selected = new ArrayList<>();
		this.managers.get()
			.forEach((manager, caches) -> caches.getCacheNames()
				.forEach((name) -> find(caches, name)
					.ifPresent((entries) -> selected.add(new SelectedCache(manager, name, entries)))));
		return selected;
	}

	Optional<CacheEntries> find(String manager, String name) {
		return find(this.managers.get().get(manager), name);
	}

	private Optional<CacheEntries> find(@Nullable CacheManager manager, String name) {
		if (manager == null || !this.names.contains(ALL) && !this.names.contains(name)) {
			return Optional.empty();
		}
		Cache cache = manager.getCache(name);
		Optional<CacheEntries> entries = Optional.ofNullable(cache).flatMap(CacheEntries::of);
		if (cache != null && entries.isEmpty() && this.told.add(name)) {
			logger.info("The cache '{}' does not come along in an upgrade: it is a {}, and only ConcurrentMapCache and "
					+ "CaffeineCache tell their entries", name, cache.getClass().getName());
		}
		return entries;
	}

	/**
	 * A cache that comes along.
	 *
	 * @param manager the name of its manager's bean
	 * @param name its own
	 * @param entries what it has
	 */
	record SelectedCache(String manager, String name, CacheEntries entries) {
	}

}
