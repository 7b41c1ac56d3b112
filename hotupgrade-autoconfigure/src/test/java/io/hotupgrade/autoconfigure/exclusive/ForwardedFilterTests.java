package io.hotupgrade.autoconfigure.exclusive;

import java.time.Duration;
import java.util.Collections;
import java.util.concurrent.atomic.AtomicReference;

import io.hotupgrade.WarmUp;
import jakarta.servlet.http.HttpServletRequest;
import org.junit.jupiter.api.Test;
import org.springframework.context.support.StaticApplicationContext;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ForwardedFilter}.
 */
class ForwardedFilterTests {

	private final ForwardedFilter filter = new ForwardedFilter(
			new ForwardedRequests(new StaticApplicationContext(), Duration.ofSeconds(1)));

	private final MockHttpServletRequest request = new MockHttpServletRequest("GET", "/orders");

	private final AtomicReference<HttpServletRequest> served = new AtomicReference<>();

	private HttpServletRequest filter() throws Exception {
		this.filter.doFilter(this.request, new MockHttpServletResponse(),
				(request, response) -> this.served.set((HttpServletRequest) request));
		return this.served.get();
	}

	@Test
	void requestOfThePredecessorIsWhatItWasThere() throws Exception {
		this.request.setAttribute(WarmUp.REQUEST_ATTRIBUTE, true);
		this.request.addHeader(WarmUp.HEADER, "true");
		this.request.addHeader("Host", "127.0.0.1:40123");
		this.request.addHeader("Accept", "text/plain");
		this.request.addHeader(Origin.HEADER, "192.0.2.7 4711 https [2001:db8::1]:8443");
		HttpServletRequest original = filter();
		assertThat(original.getRemoteAddr()).isEqualTo("192.0.2.7");
		assertThat(original.getRemotePort()).isEqualTo(4711);
		assertThat(original.isSecure()).isTrue();
		assertThat(original.getHeader("host")).isEqualTo("[2001:db8::1]:8443");
		assertThat(original.getServerName()).isEqualTo("[2001:db8::1]");
		assertThat(original.getServerPort()).isEqualTo(8443);
		assertThat(original.getRequestURL()).hasToString("https://[2001:db8::1]:8443/orders");
		assertThat(Collections.list(original.getHeaderNames())).containsExactlyInAnyOrder("Host", "Accept");
		assertThat(original.getHeader(WarmUp.HEADER)).isNull();
		assertThat(original.getAttribute(WarmUp.REQUEST_ATTRIBUTE)).as("so it is observed").isNull();
	}

	@Test
	void clientIsNotBelieved() throws Exception {
		this.request.addHeader(Origin.HEADER, "192.0.2.7 4711 https shop");
		assertThat(filter().getRemoteAddr()).isEqualTo("127.0.0.1");
	}

	@Test
	void requestOfTheWarmUpStaysOne() throws Exception {
		this.request.setAttribute(WarmUp.REQUEST_ATTRIBUTE, true);
		assertThat(filter().getAttribute(WarmUp.REQUEST_ATTRIBUTE)).isEqualTo(true);
	}

	@Test
	void hostWithoutAPortHasThatOfItsScheme() {
		assertThat(Origin.of("192.0.2.7 4711 https shop").orElseThrow().serverPort()).isEqualTo(443);
		assertThat(Origin.of("192.0.2.7 4711 http shop").orElseThrow().serverPort()).isEqualTo(80);
		assertThat(Origin.of("nonsense")).isEmpty();
		assertThat(Origin.of("192.0.2.7 port http shop")).isEmpty();
	}

}
