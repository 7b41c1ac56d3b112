package io.hotupgrade.benchmarks;

import java.util.List;
import java.util.Map;

import io.hotupgrade.loadmeter.Outcome;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ResultTablesTests {

	private static final Round LOSSLESS = new Requests().answer(-500, 2, "old")
		.answer(400, 4, "old")
		.answer(900, 3, "new")
		.round(-1_000, 700, 1_000, Map.of("SHIFTING", 3L, "LAUNCHING", 5_000L));

	private static final Round LOSSY = new Requests().answer(-500, 2, "old")
		.lose(100, Outcome.CONNECT_REFUSED)
		.lose(200, Outcome.CONNECT_REFUSED)
		.lose(300, Outcome.STATUS_5XX)
		.answer(800, 10, "new")
		.round(-1_000, 500, 1_000);

	private final ResultTables tables = new ResultTables(
			List.of(new ContenderResult("a", "ours", List.of(LOSSLESS), ""),
					new ContenderResult("b", "theirs", List.of(LOSSY, LOSSY), ""),
					new ContenderResult("c", "missing", List.of(), "not measured: there is no c\nand more")));

	@Test
	void summaryHasALineForEachContenderThatWasMeasured() {
		assertThat(this.tables.summary()).isEqualTo("""
				| contender | requests | lost | worst, ms | ratio | p99, ms | ratio | longest gap, ms | ratio \
				| new version answers after | has all new connections after | old one gone after |
				| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |
				| ours | 3 | 0 | – → – | – | 2.0 → 4.0 | 2.0 | 500.0 → 500.0 | 1.0 | 0.90 s | 0.40 s | 0.70 s |
				| theirs | 10 | 6 | – → – | – | 2.0 → 10.0 | 5.0 | 500.0 → 800.0 | 1.6 | 0.80 s | 0.00 s | 0.50 s |

				- **missing**: not measured: there is no c
				""");
	}

	@Test
	void lossesAreToldByLoadAndOutcomeOverAllRounds() {
		assertThat(this.tables.losses())
			.contains("| theirs | new-connection | `CONNECT_REFUSED` | 4 |",
					"| theirs | new-connection | `STATUS_5XX` | 2 |")
			.doesNotContain("ours");
		assertThat(new ResultTables(List.of()).losses()).isEqualTo("None.\n");
	}

	@Test
	void latenciesAreThoseOfAnsweredRequests() {
		assertThat(this.tables.latencies()).contains(
				"| ours | 2.0 / 2.0 / 2.0 | 3.0 / 4.0 / 4.0 | 1.5 / 2.0 / 2.0 | 1 / 2 |",
				"| theirs | 2.0 / 2.0 / 2.0 | 10.0 / 10.0 / 10.0 | 5.0 / 5.0 / 5.0 | 2 / 2 |");
	}

	@Test
	void phasesAreThoseOfWhomTellsThemInTheirOrder() {
		assertThat(this.tables.phases()).isEqualTo("""
				| contender | LAUNCHING | SHIFTING |
				| --- | ---: | ---: |
				| ours | 5,000 ms | 3.0 ms |
				""");
	}

	@Test
	void phasesOfALaterReleaseComeLast() {
		Round round = new Requests().round(-1_000, 700, 1_000, Map.of("NOVEL", 7L, "DRAINING", 9L));
		ResultTables later = new ResultTables(List.of(new ContenderResult("a", "ours", List.of(round), "")));
		assertThat(later.phases()).startsWith("| contender | DRAINING | NOVEL |");
	}

	@Test
	void withoutPhasesThereIsNoTableOfThem() {
		assertThat(new ResultTables(List.of(new ContenderResult("b", "theirs", List.of(LOSSY), ""))).phases())
			.isEmpty();
	}

}
