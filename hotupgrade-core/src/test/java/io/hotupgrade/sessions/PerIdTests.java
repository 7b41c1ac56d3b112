package io.hotupgrade.sessions;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link PerId}.
 */
@Timeout(30)
class PerIdTests {

	private final PerId<Integer> values = new PerId<>();

	@Test
	void aValueIsThereUntilNoneIsKept() {
		this.values.compute("a", (before) -> (before == null) ? 1 : -1);
		assertThat(this.values.get("a")).isEqualTo(1);
		assertThat(this.values.ids()).containsExactly("a");
		assertThat(this.values.values()).containsExactly(1);
		this.values.computeIfPresent("a", (before) -> null);
		assertThat(this.values.get("a")).isNull();
		assertThat(this.values.ids()).isEmpty();
		this.values.computeIfPresent("a", (before) -> 2);
		assertThat(this.values.get("a")).isNull();
	}

	@Test
	void nothingStaysOfAChangeThatFails() {
		try {
			this.values.compute("a", (before) -> {
				throw new IllegalStateException();
			});
		}
		catch (IllegalStateException ex) {
			assertThat(this.values.ids()).isEmpty();
		}
		this.values.compute("a", (before) -> 1);
		assertThat(this.values.get("a")).isEqualTo(1);
	}

	/** Of 2,000 ids, some would share a bin of a map. */
	@Test
	void whoTakesLongKeepsNobodyFromOtherValues() throws Exception {
		CountDownLatch begun = new CountDownLatch(1);
		CompletableFuture<Integer> end = new CompletableFuture<>();
		CompletableFuture<Void> slow = CompletableFuture.runAsync(() -> this.values.compute("slow", (before) -> {
			begun.countDown();
			return end.join();
		}), (task) -> new Thread(task).start());
		begun.await();
		for (int i = 0; i < 2000; i++) {
			this.values.compute("id" + i, (before) -> 1);
		}
		assertThat(slow).isNotDone();
		end.complete(7);
		slow.get(10, TimeUnit.SECONDS);
		assertThat(this.values.get("slow")).isEqualTo(7);
	}

	/** A count that begins anew whenever it reaches three. */
	@Test
	void noChangeIsLostWhileValuesComeAndGo() throws Exception {
		AtomicInteger rounds = new AtomicInteger();
		List<CompletableFuture<Void>> threads = new ArrayList<>();
		int changes = 50_000;
		for (int i = 0; i < 4; i++) {
			threads.add(CompletableFuture.runAsync(() -> {
				for (int j = 0; j < changes; j++) {
					String id = "id" + ThreadLocalRandom.current().nextInt(3);
					this.values.compute(id, (before) -> {
						int now = (before != null) ? before + 1 : 1;
						if (now < 3) {
							return now;
						}
						rounds.incrementAndGet();
						return null;
					});
				}
			}, (task) -> new Thread(task).start()));
		}
		CompletableFuture.allOf(threads.toArray(CompletableFuture[]::new)).get(20, TimeUnit.SECONDS);
		int left = this.values.values().mapToInt(Integer::intValue).sum();
		assertThat(3 * rounds.get() + left).isEqualTo(4 * changes);
	}

}
