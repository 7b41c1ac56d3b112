package io.hotupgrade.sample;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link FaultFilter}.
 */
class FaultFilterTests {

	private final MockHttpServletResponse response = new MockHttpServletResponse();

	private final MockFilterChain chain = new MockFilterChain();

	private void request(String path, int failPercent, Duration delay) throws Exception {
		new FaultFilter(new SampleProperties("v1", Duration.ofSeconds(1), null, failPercent, delay, 1,
				DataSize.ofKilobytes(1), null, 0))
			.doFilter(new MockHttpServletRequest("GET", path), this.response, this.chain);
	}

	@Test
	void requestGoesOnUnlessConfiguredOtherwise() throws Exception {
		request("/", 0, Duration.ZERO);
		assertThat(this.chain.getRequest()).isNotNull();
	}

	@Test
	void requestFails() throws Exception {
		request("/", 100, Duration.ZERO);
		assertThat(this.chain.getRequest()).isNull();
		assertThat(this.response.getStatus()).isEqualTo(500);
	}

	@Test
	void requestIsLate() throws Exception {
		long begun = System.nanoTime();
		request("/", 0, Duration.ofMillis(50));
		assertThat(System.nanoTime() - begun).isGreaterThanOrEqualTo(50_000_000L);
		assertThat(this.chain.getRequest()).isNotNull();
	}

	@Test
	void requestAfterTheSlowOnesIsNotLate() throws Exception {
		FaultFilter filter = new FaultFilter(new SampleProperties("v1", Duration.ofSeconds(1), null, 0,
				Duration.ofDays(1), 0, DataSize.ofKilobytes(1), null, 0));
		filter.doFilter(new MockHttpServletRequest("GET", "/"), this.response, this.chain);
		assertThat(this.chain.getRequest()).isNotNull();
	}

	@Test
	void actuatorStaysAsItIs() throws Exception {
		request("/actuator/health", 100, Duration.ZERO);
		assertThat(this.chain.getRequest()).isNotNull();
	}

}
