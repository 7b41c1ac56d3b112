package io.hotupgrade.autoconfigure.state;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputFilter;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import io.hotupgrade.StateHandover;
import io.hotupgrade.sessions.ObjectInput;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.cache.Cache;
import org.springframework.cache.CacheManager;
import org.springframework.cache.caffeine.CaffeineCacheManager;
import org.springframework.cache.concurrent.ConcurrentMapCacheManager;
import org.springframework.cache.support.NoOpCacheManager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link CachesHandover}, as it writes in one instance and reads in another.
 */
class CachesHandoverTests {

	private static final long MEGABYTE = 1_000_000;

	private static final ObjectInput OBJECTS = ObjectInput.of(CachesHandoverTests.class.getClassLoader());

	private final AtomicLong now = new AtomicLong();

	private static CacheManager manager(String kind) {
		return kind.equals("caffeine") ? new CaffeineCacheManager() : new ConcurrentMapCacheManager();
	}

	private static CachesHandover handover(CacheManager manager, long maxSize, String... names) {
		return new CachesHandover(new SelectedCaches(() -> Map.of("cacheManager", manager), List.of(names)), OBJECTS,
				maxSize);
	}

	private static byte[] write(CachesHandover handover) throws IOException {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		handover.write(bytes);
		return bytes.toByteArray();
	}

	private static void copy(CacheManager from, CacheManager to, String... names) throws IOException {
		byte[] bytes = write(handover(from, MEGABYTE, names));
		handover(to, MEGABYTE, names).read(new ByteArrayInputStream(bytes), 1);
	}

	private static Object value(CacheManager manager, String cache, Object key) {
		Cache.ValueWrapper found = manager.getCache(cache).get(key);
		return (found != null) ? found.get() : "nothing";
	}

	@Test
	void itIsACopy() {
		assertThat(handover(manager("map"), MEGABYTE, "*").moment()).isEqualTo(StateHandover.Moment.COPIED);
	}

	@ParameterizedTest
	@ValueSource(strings = { "map", "caffeine" })
	void entriesComeAlong(String kind) throws IOException {
		CacheManager before = manager(kind);
		CacheManager after = manager(kind);
		before.getCache("prices").put(1, List.of("a", 2));
		before.getCache("prices").put("none", null);
		before.getCache("names").put("x", "y");
		after.getCache("prices").put(1, "its own");
		copy(before, after, "*");
		assertThat(value(after, "names", "x")).isEqualTo("y");
		assertThat(value(after, "prices", "none")).isNull();
		assertThat(value(after, "prices", 1)).as("it is newer").isEqualTo("its own");
	}

	@Test
	void entriesComeFromOneKindOfCacheToAnother() throws IOException {
		CacheManager before = manager("map");
		CacheManager after = manager("caffeine");
		before.getCache("prices").put(1, List.of("a", 2));
		before.getCache("prices").put("none", null);
		copy(before, after, "*");
		assertThat(value(after, "prices", 1)).isEqualTo(List.of("a", 2));
		assertThat(value(after, "prices", "none")).isNull();
	}

	@Test
	void cachesThatAreNotNamedStayCold() throws IOException {
		CacheManager before = manager("map");
		CacheManager after = manager("map");
		before.getCache("prices").put(1, 2);
		before.getCache("names").put("x", "y");
		copy(before, after, "names");
		assertThat(value(after, "names", "x")).isEqualTo("y");
		assertThat(after.getCacheNames()).doesNotContain("prices");
	}

	@Test
	void cachesThatTheReaderHasNotAreSkipped() throws IOException {
		CacheManager before = manager("map");
		before.getCache("a").put(1, 2);
		before.getCache("b").put(3, 4);
		CacheManager after = new ConcurrentMapCacheManager("b");
		copy(before, after, "*");
		assertThat(after.getCacheNames()).containsExactly("b");
		assertThat(value(after, "b", 3)).isEqualTo(4);
	}

	@Test
	void cachesOfOtherKindsAreLeftOut() throws IOException {
		CacheManager before = new NoOpCacheManager();
		before.getCache("prices").put(1, 2);
		byte[] nothing = write(handover(manager("map"), MEGABYTE, "*"));
		assertThat(write(handover(before, MEGABYTE, "*"))).isEqualTo(nothing);
	}

	@Test
	void entriesThatCannotBeWrittenOrReadAreLeftOut() throws IOException {
		CacheManager before = manager("map");
		CacheManager after = manager("map");
		before.getCache("prices").put(1, new Object());
		before.getCache("prices").put(2, new Refused("x"));
		before.getCache("prices").put(3, "good");
		byte[] bytes = write(handover(before, MEGABYTE, "*"));
		ObjectInput picky = (in) -> {
			ObjectInputStream objects = OBJECTS.open(in);
			objects.setObjectInputFilter((info) -> (info.serialClass() == Refused.class)
					? ObjectInputFilter.Status.REJECTED : ObjectInputFilter.Status.UNDECIDED);
			return objects;
		};
		new CachesHandover(new SelectedCaches(() -> Map.of("cacheManager", after), List.of("*")), picky, MEGABYTE)
			.read(new ByteArrayInputStream(bytes), 1);
		assertThat(value(after, "prices", 1)).isEqualTo("nothing");
		assertThat(value(after, "prices", 2)).isEqualTo("nothing");
		assertThat(value(after, "prices", 3)).isEqualTo("good");
	}

	@Test
	void asMuchIsWrittenAsThereIsRoomFor() throws IOException {
		CacheManager before = manager("map");
		CacheManager after = manager("map");
		IntStream.range(0, 100).forEach((i) -> before.getCache("prices").put(i, "x".repeat(1000)));
		before.getCache("names").put("x", "y".repeat(1000));
		for (long room : new long[] { 3, 10, 1000, 5000, 50_000 }) {
			byte[] bytes = write(handover(before, room, "*"));
			assertThat(bytes.length).isLessThanOrEqualTo((int) room);
			handover(after, room, "*").read(new ByteArrayInputStream(bytes), 1);
		}
		assertThat(((Map<?, ?>) after.getCache("prices").getNativeCache())).hasSizeBetween(20, 60);
	}

	@Test
	void entriesOfCaffeineKeepTheTimeThatIsLeftToThemAfterAWrite() throws IOException {
		CaffeineCacheManager before = new CaffeineCacheManager();
		before.setCaffeine(Caffeine.newBuilder().ticker(this.now::get).expireAfterWrite(Duration.ofMinutes(1)));
		before.getCache("prices").put("old", 1);
		this.now.addAndGet(Duration.ofSeconds(60).minusMillis(300).toNanos());
		before.getCache("prices").put("new", 2);
		CaffeineCacheManager after = new CaffeineCacheManager();
		after.setCaffeine(Caffeine.newBuilder().expireAfterWrite(Duration.ofMinutes(1)));
		copy(before, after, "*");
		assertThat(value(after, "prices", "new")).isEqualTo(2);
		await().atMost(Duration.ofSeconds(20)).until(() -> value(after, "prices", "old").equals("nothing"));
		assertThat(value(after, "prices", "new")).isEqualTo(2);
	}

	@Test
	void entriesThatAreWrittenMeanwhileDoNotEndWithTheirCopy() throws IOException {
		CaffeineCacheManager after = new CaffeineCacheManager();
		after.setCaffeine(Caffeine.newBuilder().expireAfterWrite(Duration.ofMinutes(1)));
		CacheEntries entries = CacheEntries.of(after.getCache("prices")).orElseThrow();
		try (EntryExpiry expiry = new EntryExpiry()) {
			entries.add(new CacheEntries.Entry("a", new StringBuilder("copy"), Duration.ofMillis(100)), expiry);
			after.getCache("prices").put("a", "its own");
			entries.add(new CacheEntries.Entry("b", "copy", Duration.ofMillis(200)), expiry);
		}
		await().atMost(Duration.ofSeconds(20)).until(() -> value(after, "prices", "b").equals("nothing"));
		assertThat(value(after, "prices", "a")).isEqualTo("its own");
	}

	@Test
	void entriesOfCaffeineKeepAnExpiryOfTheirOwn() throws IOException {
		CaffeineCacheManager before = new CaffeineCacheManager();
		before.setCaffeine(caffeine(Duration.ofHours(1)));
		before.getCache("prices").put("a", 1);
		this.now.addAndGet(Duration.ofMinutes(20).toNanos());
		CaffeineCacheManager after = new CaffeineCacheManager();
		after.setCaffeine(caffeine(Duration.ofHours(3)));
		copy(before, after, "*");
		this.now.addAndGet(Duration.ofMinutes(39).toNanos());
		assertThat(value(after, "prices", "a")).isEqualTo(1);
		this.now.addAndGet(Duration.ofMinutes(2).toNanos());
		assertThat(value(after, "prices", "a")).isEqualTo("nothing");
	}

	private Caffeine<Object, Object> caffeine(Duration life) {
		return Caffeine.newBuilder().ticker(this.now::get).expireAfter(Expiry.creating((key, value) -> life));
	}

	/** Of a class that one of the instances does not accept. */
	private record Refused(String text) implements Serializable {
	}

}
