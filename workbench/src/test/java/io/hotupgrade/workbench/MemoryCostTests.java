package io.hotupgrade.workbench;

import java.io.IOException;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for what {@link MemoryCost} reads.
 */
class MemoryCostTests {

	@Test
	void liveHeapIsTheTotalOfTheHistogram() throws IOException {
		assertThat(LiveHeap.total("""
				4711:
				 num     #instances         #bytes  class name (module)
				   1:         80123       7890123  [B (java.base@17.0.15)
				Total        601234      41234567
				""")).isEqualTo(41_234_567);
	}

	@Test
	void answerThatIsNoHistogramIsToldAsItIs() {
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> LiveHeap.total("4711:\nno such process\n"))
			.withMessageContaining("no such process");
	}

	@Test
	void proportionalMemoryIsOneLineOfSeveral() {
		assertThat(UpgradeMemory.proportionalKilobytes("""
				Rss:              303132 kB
				Pss:              298765 kB
				Pss_Dirty:        280000 kB
				""")).isEqualTo(298_765);
	}

}
