package io.hotupgrade.autoconfigure.warmup;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSessionEvent;
import jakarta.servlet.http.HttpSessionListener;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import org.springframework.core.MethodParameter;
import org.springframework.http.MediaType;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.http.server.ServerHttpRequest;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.security.authentication.event.AbstractAuthenticationEvent;
import org.springframework.security.authorization.event.AuthorizationEvent;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.ResourceHandlerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.mvc.method.annotation.ResponseBodyAdvice;
import org.springframework.web.servlet.resource.PathResourceResolver;

/**
 * An application that answers each and every path, by a handler and by a fallback for
 * static resources, and notices whatever reaches it.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
class PipelineApplication {

	@Bean
	Traces traces() {
		return new Traces();
	}

	@Bean
	WebMvcConfigurer fallbackAndInterceptor(Traces traces) {
		return new WebMvcConfigurer() {

			@Override
			public void addInterceptors(InterceptorRegistry registry) {
				registry.addInterceptor(new HandlerInterceptor() {

					@Override
					public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
						traces.touch("interceptor");
						return true;
					}

				});
			}

			@Override
			public void addResourceHandlers(ResourceHandlerRegistry registry) {
				registry.addResourceHandler("/**")
					.addResourceLocations("classpath:/static/")
					.resourceChain(true)
					.addResolver(new PathResourceResolver());
			}

		};
	}

	/**
	 * What must not have happened.
	 */
	static class Traces implements HttpSessionListener {

		private final List<String> touched = new CopyOnWriteArrayList<>();

		private final AtomicInteger opened = new AtomicInteger();

		private final AtomicInteger closed = new AtomicInteger();

		void touch(String what) {
			this.touched.add(what);
		}

		List<String> touched() {
			return this.touched;
		}

		int sessionsOpened() {
			return this.opened.get();
		}

		int sessionsClosed() {
			return this.closed.get();
		}

		@Override
		public void sessionCreated(HttpSessionEvent event) {
			this.opened.incrementAndGet();
		}

		@Override
		public void sessionDestroyed(HttpSessionEvent event) {
			this.closed.incrementAndGet();
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
	static class Advice implements ResponseBodyAdvice<Object> {

		private final Traces traces;

		Advice(Traces traces) {
			this.traces = traces;
		}

		@ModelAttribute
		void model() {
			this.traces.touch("model");
		}

		@ExceptionHandler
		void exception(Exception ex) throws Exception {
			this.traces.touch("exception " + ex);
			throw ex;
		}

		@Override
		public boolean supports(MethodParameter returnType, Class<? extends HttpMessageConverter<?>> converterType) {
			return true;
		}

		@Override
		public Object beforeBodyWrite(Object body, MethodParameter returnType, MediaType selectedContentType,
				Class<? extends HttpMessageConverter<?>> selectedConverterType, ServerHttpRequest request,
				ServerHttpResponse response) {
			this.traces.touch("body");
			return body;
		}

	}

}
