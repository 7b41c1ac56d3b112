package io.hotupgrade.sample;

import java.util.List;

import org.springframework.cache.Cache;
import org.springframework.cache.concurrent.ConcurrentMapCache;
import org.springframework.cache.support.SimpleCacheManager;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/**
 * Answers from a cache, and says by whom the answer was found.
 */
@RestController
class CachedController {

	private final long pid = ProcessHandle.current().pid();

	private final Cache cache;

	CachedController(SimpleCacheManager caches) {
		this.cache = caches.getCache("answers");
	}

	@GetMapping(path = "/cached/{key}", produces = MediaType.TEXT_PLAIN_VALUE)
	String cached(@PathVariable("key") String key) {
		return this.cache.get(key, () -> key + " by " + this.pid);
	}

	/**
	 * The caches.
	 */
	@Configuration(proxyBeanMethods = false)
	static class Caches {

		@Bean
		SimpleCacheManager cacheManager() {
			SimpleCacheManager manager = new SimpleCacheManager();
			manager.setCaches(List.of(new ConcurrentMapCache("answers")));
			return manager;
		}

	}

}
