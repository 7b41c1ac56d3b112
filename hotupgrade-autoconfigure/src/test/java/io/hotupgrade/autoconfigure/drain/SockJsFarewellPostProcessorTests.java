package io.hotupgrade.autoconfigure.drain;

import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.assertj.AssertableWebApplicationContext;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.context.annotation.Configuration;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.HandlerExecutionChain;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.config.annotation.EnableWebMvc;
import org.springframework.web.socket.config.annotation.EnableWebSocket;
import org.springframework.web.socket.config.annotation.WebSocketConfigurer;
import org.springframework.web.socket.config.annotation.WebSocketHandlerRegistry;
import org.springframework.web.socket.handler.TextWebSocketHandler;
import org.springframework.web.util.ServletRequestPathUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SockJsFarewellPostProcessor}, with what Spring sets up.
 */
class SockJsFarewellPostProcessorTests {

	private final WebApplicationContextRunner runner = new WebApplicationContextRunner()
		.withUserConfiguration(SockJsAndController.class)
		.withBean(SockJsFarewellPostProcessor.class);

	@Test
	void requestOfSockJsIsIntercepted() {
		this.runner.run((context) -> assertThat(interceptors(context, "/sockjs/0/session/xhr"))
			.hasAtLeastOneElementOfType(SockJsFarewell.class));
	}

	@Test
	void requestToControllerDoesNotPayForIt() {
		this.runner.run((context) -> assertThat(interceptors(context, "/controller"))
			.doesNotHaveAnyElementsOfTypes(SockJsFarewell.class));
	}

	private static List<HandlerInterceptor> interceptors(AssertableWebApplicationContext context, String path)
			throws Exception {
		MockHttpServletRequest request = new MockHttpServletRequest("GET", path);
		ServletRequestPathUtils.parseAndCache(request);
		for (HandlerMapping mapping : context.getBeansOfType(HandlerMapping.class).values()) {
			HandlerExecutionChain chain = mapping.getHandler(request);
			if (chain != null) {
				return Arrays.asList(chain.getInterceptors());
			}
		}
		throw new AssertionError("Nothing handles " + path);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableWebMvc
	@EnableWebSocket
	@RestController
	static class SockJsAndController implements WebSocketConfigurer {

		@Override
		public void registerWebSocketHandlers(WebSocketHandlerRegistry registry) {
			registry.addHandler(new TextWebSocketHandler(), "/sockjs").withSockJS();
		}

		@GetMapping("/controller")
		String answer() {
			return "answer";
		}

	}

}
