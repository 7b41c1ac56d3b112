package io.hotupgrade.autoconfigure.warmup;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletRegistration;
import org.junit.jupiter.api.Test;
import org.springframework.web.servlet.DispatcherServlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.willReturn;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link DispatcherPath}.
 */
class DispatcherPathTests {

	private static final String DISPATCHER = DispatcherServlet.class.getName();

	private final Map<String, ServletRegistration> registrations = new HashMap<>();

	private final ServletContext context = mock(ServletContext.class);

	private final DispatcherPath path = new DispatcherPath(this.context);

	@Test
	void dispatcherAtTheRootOrBelowAPath() {
		register("dispatcher", DISPATCHER, "/");
		assertThat(this.path.of("/health")).contains("/health");
		register("dispatcher", DISPATCHER, "/mvc/*");
		assertThat(this.path.of("/health")).contains("/mvc/health");
	}

	@Test
	void withoutADispatcherThereIsNone() {
		register("jersey", "JerseyServlet", "/*");
		assertThat(this.path.of("/health")).isEmpty();
	}

	@Test
	void pathOfAnotherServletIsNotUsed() {
		register("dispatcher", DISPATCHER, "/");
		register("other", "OtherServlet", "/other/*", "/exactly", "*.txt");
		assertThat(List.of("/other", "/other/health", "/exactly", "/robots.txt"))
			.allSatisfy((taken) -> assertThat(this.path.of(taken)).isEmpty());
		assertThat(this.path.of("/others/health")).contains("/others/health");
		assertThat(this.path.of("/exactly/health")).contains("/exactly/health");
	}

	@Test
	void servletForAllPathsStandsInFrontOfADispatcherAtTheRoot() {
		register("other", "OtherServlet", "/*");
		register("dispatcher", DISPATCHER, "/");
		assertThat(this.path.of("/health")).isEmpty();
		register("dispatcher", DISPATCHER, "/mvc/*");
		assertThat(this.path.of("/health")).contains("/mvc/health");
	}

	private void register(String name, String type, String... mappings) {
		ServletRegistration registration = mock(ServletRegistration.class);
		given(registration.getName()).willReturn(name);
		given(registration.getClassName()).willReturn(type);
		given(registration.getMappings()).willReturn(List.of(mappings));
		this.registrations.put(name, registration);
		willReturn(this.registrations).given(this.context).getServletRegistrations();
	}

}
