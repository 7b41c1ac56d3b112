package io.hotupgrade.server.learn;

import java.util.List;

import io.hotupgrade.LearnedRequest;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PatternTableTests {

	private final PatternTable table = new PatternTable(10, 0);

	private void add(int count, String target, String pattern, long now) {
		for (int i = 0; i < count; i++) {
			this.table.add(new Candidate(target, "", pattern), 1, now);
		}
	}

	private void add(int count, String path) {
		add(count, path, path, 0);
	}

	@Test
	void mostFrequentComesFirst() {
		add(10, "/rare");
		add(60, "/often");
		add(30, "/sometimes");
		assertThat(this.table.mostFrequent(10)).containsExactly(new LearnedRequest("/often", "", "/often", 6000),
				new LearnedRequest("/sometimes", "", "/sometimes", 3000),
				new LearnedRequest("/rare", "", "/rare", 1000));
		assertThat(this.table.mostFrequent(1))
			.containsExactly(new LearnedRequest("/often", "", "/often", 10_000 * 6 / 10));
	}

	@Test
	void weightOfASampleCounts() {
		this.table.add(new Candidate("/a", "", "/a"), 3, 0);
		this.table.add(new Candidate("/b", "", "/b"), 1, 0);
		assertThat(this.table.mostFrequent(10)).extracting(LearnedRequest::weight).containsExactly(7500L, 2500L);
	}

	@Test
	void aPathVariableDoesNotFillTheTable() {
		add(5, "/");
		for (int i = 0; i < 1000; i++) {
			add(1, "/orders/" + i, "/orders/{id}", 0);
		}
		List<LearnedRequest> learned = this.table.mostFrequent(10);
		assertThat(learned).hasSize(5).last().satisfies((last) -> assertThat(last.path()).isEqualTo("/"));
		assertThat(learned.stream()
			.filter((one) -> one.pattern().equals("/orders/{id}"))
			.mapToLong(LearnedRequest::weight)
			.sum()).isBetween(9940L, 9960L);
	}

	@Test
	void requestsOfOnePatternLeaveRoomForOtherPatterns() {
		for (int i = 0; i < 100; i++) {
			add(1, "/orders/" + i % 4, "/orders/{id}", 0);
		}
		add(1, "/rare");
		assertThat(this.table.mostFrequent(3)).extracting(LearnedRequest::path).hasSize(3).contains("/rare");
	}

	@Test
	void whatIsFrequentStaysInAFloodOfTheRare() {
		for (int i = 0; i < 10_000; i++) {
			add(1, "/flood/" + i);
			add(1, "/often");
		}
		List<LearnedRequest> learned = this.table.mostFrequent(10);
		assertThat(learned).hasSize(10);
		assertThat(learned.get(0).path()).isEqualTo("/often");
	}

	@Test
	void whatIsOldCountsLess() {
		add(100, "/before", "/before", 0);
		add(50, "/now", "/now", 2 * PatternTable.HALF_LIFE);
		assertThat(this.table.mostFrequent(10)).extracting(LearnedRequest::path).containsExactly("/now", "/before");
		assertThat(this.table.mostFrequent(10)).extracting(LearnedRequest::weight).containsExactly(6667L, 3333L);
	}

	@Test
	void whatWasLearnedIsKeptThroughAQuietNight() {
		add(3, "/before");
		add(1, "/morning", "/morning", 1000 * PatternTable.HALF_LIFE);
		assertThat(this.table.mostFrequent(10)).containsExactly(new LearnedRequest("/morning", "", "/morning", 10_000),
				new LearnedRequest("/before", "", "/before", 1));
		add(1, "/later", "/later", 100_000 * PatternTable.HALF_LIFE);
		assertThat(this.table.mostFrequent(10)).hasSize(3);
	}

	@Test
	void differentRepresentationsAreDifferentRequests() {
		this.table.add(new Candidate("/a", "text/html", "/a"), 1, 0);
		this.table.add(new Candidate("/a", "application/json", "/a"), 1, 0);
		assertThat(this.table.mostFrequent(10)).hasSize(2);
	}

}
