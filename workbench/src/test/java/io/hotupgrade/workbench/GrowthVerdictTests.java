package io.hotupgrade.workbench;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class GrowthVerdictTests {

	private static final ProcessFootprint USUAL = new ProcessFootprint(100, 40, 900, "java -jar app.jar", 150_000);

	@Test
	void equalGenerationsAreGood() {
		assertThat(complaints((generation) -> USUAL)).isEmpty();
	}

	@Test
	void firstGenerationMayDiffer() {
		assertThat(
				complaints((generation) -> (generation == 0) ? new ProcessFootprint(10, 10, 10, "other", 10) : USUAL))
			.isEmpty();
	}

	@Test
	void noiseIsNoGrowth() {
		assertThat(complaints((generation) -> new ProcessFootprint(100 + generation % 3, 40 + generation % 2,
				900 + generation % 2, USUAL.command(), 150_000 + 5_000 * (generation % 4))))
			.isEmpty();
	}

	@Test
	void aDescriptorsLeakShows() {
		assertThat(complaints(
				(generation) -> new ProcessFootprint(100 + 3 * generation, 40, 900, USUAL.command(), 150_000)))
			.singleElement()
			.asString()
			.startsWith("open descriptors grew from");
	}

	@Test
	void anEnvironmentThatGrowsShows() {
		assertThat(complaints(
				(generation) -> new ProcessFootprint(100, 40, 900 + 5 * generation, USUAL.command(), 150_000)))
			.singleElement()
			.asString()
			.startsWith("bytes of environment grew");
	}

	@Test
	void growingMemoryAndThreadsShow() {
		assertThat(complaints((generation) -> new ProcessFootprint(100, 40 + generation, 900, USUAL.command(),
				150_000 + 10_000 * generation)))
			.hasSize(2);
	}

	@Test
	void anotherCommandLineShows() {
		assertThat(complaints((generation) -> new ProcessFootprint(100, 40, 900,
				USUAL.command() + ((generation > 5) ? " --more" : ""), 150_000)))
			.singleElement()
			.asString()
			.contains("command line");
	}

	@Test
	void tooFewGenerationsSayNothing() {
		assertThat(new GrowthVerdict(List.of()).complaints()).isEmpty();
		assertThat(new GrowthVerdict(List.of(USUAL)).complaints()).isEmpty();
	}

	private static List<String> complaints(IntFunction<ProcessFootprint> generation) {
		List<ProcessFootprint> generations = new ArrayList<>();
		for (int number = 0; number <= 20; number++) {
			generations.add(generation.apply(number));
		}
		return new GrowthVerdict(generations).complaints();
	}

}
