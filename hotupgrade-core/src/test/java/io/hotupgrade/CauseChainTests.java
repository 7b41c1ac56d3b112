package io.hotupgrade;

import java.io.IOException;
import java.net.BindException;
import java.util.Optional;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link CauseChain}.
 */
class CauseChainTests {

	@Test
	void describeWithoutCauseIsTheException() {
		assertThat(CauseChain.describe(new IllegalStateException("no seed data")))
			.isEqualTo("java.lang.IllegalStateException: no seed data");
	}

	@Test
	void describeNamesEveryCauseAndTheTypeOfTheInnermost() {
		Exception cause = new IllegalArgumentException("port 18085", new BindException("Address already in use"));
		assertThat(CauseChain.describe(new IllegalStateException("not started", cause)))
			.isEqualTo("not started: port 18085: java.net.BindException: Address already in use");
	}

	@Test
	void describeLeavesOutWhatACauseSaysItself() {
		BindException inner = new BindException("Address already in use");
		IOException middle = new IOException(
				"Exception opening port \"18085\" (port may be in use), cause: \"" + inner + "\" [90061-232]", inner);
		RuntimeException outer = new RuntimeException(
				"Factory method 'server' threw exception with message: " + middle.getMessage(), middle);
		assertThat(CauseChain.describe(new IllegalStateException(outer))).isEqualTo("Factory method 'server': "
				+ "Exception opening port \"18085\" (port may be in use): java.net.BindException: Address already in use");
	}

	@Test
	void describeUsesOtherWordsWhereThereAreSome() {
		Exception failure = new IOException("long", new IOException("longer", new IllegalStateException("why")));
		assertThat(CauseChain.describe(failure,
				(exception) -> (exception instanceof IOException) ? Optional.of("file") : Optional.empty()))
			.isEqualTo("file: java.lang.IllegalStateException: why");
		assertThat(CauseChain.describe(new IOException("gone"), (exception) -> Optional.of("file")))
			.isEqualTo("file: java.io.IOException: gone");
	}

	@Test
	void describeIsOneLineAndCutsWhatIsLongButNotTheEnd() {
		Exception failure = new IllegalStateException("x".repeat(5000), new IOException("a\n\tb"));
		assertThat(CauseChain.describe(failure)).isEqualTo("x".repeat(300) + "...: java.io.IOException: a b");
	}

	@Test
	void describeWhenCausesGoRoundEnds() {
		Exception first = new IllegalStateException("first");
		Exception second = new IllegalStateException("second", first);
		first.initCause(second);
		assertThat(CauseChain.describe(first)).isEqualTo("first: java.lang.IllegalStateException: second");
	}

	@Test
	void describeWhenThereAreNoMessagesIsTheInnermostType() {
		assertThat(CauseChain.describe(new RuntimeException(null, new NullPointerException())))
			.isEqualTo("java.lang.NullPointerException");
	}

}
