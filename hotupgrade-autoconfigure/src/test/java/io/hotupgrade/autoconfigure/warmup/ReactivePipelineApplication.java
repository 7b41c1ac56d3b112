package io.hotupgrade.autoconfigure.warmup;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import org.springframework.core.annotation.Order;
import org.springframework.security.authentication.event.AbstractAuthenticationEvent;
import org.springframework.security.authorization.event.AuthorizationEvent;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebExceptionHandler;
import org.springframework.web.server.WebSession;
import org.springframework.web.server.session.DefaultWebSessionManager;
import org.springframework.web.server.session.InMemoryWebSessionStore;
import org.springframework.web.server.session.WebSessionManager;
import reactor.core.publisher.Mono;

/**
 * What {@link PipelineApplication} is with servlets.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
class ReactivePipelineApplication {

	@Bean
	Traces traces() {
		return new Traces();
	}

	@Bean
	WebSessionManager webSessionManager(Traces traces) {
		DefaultWebSessionManager manager = new DefaultWebSessionManager();
		manager.setSessionStore(new InMemoryWebSessionStore() {

			@Override
			public Mono<WebSession> createWebSession() {
				traces.touch("session");
				return super.createWebSession();
			}

		});
		return manager;
	}

	@Bean
	@Order(-2)
	WebExceptionHandler exceptions(Traces traces) {
		return (exchange, ex) -> {
			traces.touch("exception " + ex);
			return Mono.error(ex);
		};
	}

	/**
	 * What must not have happened.
	 */
	static class Traces {

		private final List<String> touched = new CopyOnWriteArrayList<>();

		void touch(String what) {
			this.touched.add(what);
		}

		List<String> touched() {
			return this.touched;
		}

		@EventListener
		void authentication(AbstractAuthenticationEvent event) {
			touch(event.toString());
		}

		@EventListener
		void authorization(AuthorizationEvent event) {
			touch(event.toString());
		}

	}

	@RestController
	static class CatchAll {

		private final Traces traces;

		CatchAll(Traces traces) {
			this.traces = traces;
		}

		@RequestMapping("/**")
		Map<String, String> any() {
			this.traces.touch("handler");
			return Map.of();
		}

	}

	@ControllerAdvice
	static class Advice {

		private final Traces traces;

		Advice(Traces traces) {
			this.traces = traces;
		}

		@ModelAttribute
		void model() {
			this.traces.touch("model");
		}

		@ExceptionHandler
		Mono<Void> exception(Exception ex, ServerWebExchange exchange) {
			this.traces.touch("advised " + ex);
			return Mono.error(ex);
		}

	}

}
