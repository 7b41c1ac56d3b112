package io.hotupgrade.autoconfigure.warmup;

import java.net.URI;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.springframework.context.ApplicationContext;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpCookie;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.codec.ServerCodecConfigurer;
import org.springframework.http.server.RequestPath;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.ServerWebExchangeDecorator;
import org.springframework.web.server.adapter.DefaultServerWebExchange;
import org.springframework.web.server.i18n.AcceptHeaderLocaleContextResolver;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * An exchange of a {@code GET} that nobody has sent, to ask what would become of it.
 */
final class ImaginedExchange extends ServerWebExchangeDecorator {

	private final ApplicationContext context;

	private ImaginedExchange(ServerWebExchange exchange, ApplicationContext context) {
		super(exchange);
		this.context = context;
	}

	/**
	 * Creates an exchange.
	 * @param context the application
	 * @param contextPath the application's context path
	 * @param path the path without it
	 * @return the exchange
	 */
	static ServerWebExchange of(ApplicationContext context, String contextPath, String path) {
		return new ImaginedExchange(new DefaultServerWebExchange(new Request(contextPath, path), new ImaginedResponse(),
				(exchange) -> Mono.just(new ThrowawaySession(Instant.EPOCH)), ServerCodecConfigurer.create(),
				new AcceptHeaderLocaleContextResolver()), context);
	}

	@Override
	public ApplicationContext getApplicationContext() {
		return this.context;
	}

	private static final class Request implements ServerHttpRequest {

		private final URI uri;

		private final RequestPath path;

		private final HttpHeaders headers = new HttpHeaders();

		private final Map<String, Object> attributes = new ConcurrentHashMap<>();

		Request(String contextPath, String path) {
			this.uri = URI.create("http://localhost" + contextPath + path);
			this.path = RequestPath.parse(this.uri, contextPath);
			this.headers.set(HttpHeaders.HOST, "localhost");
		}

		@Override
		public String getId() {
			return "hotupgrade";
		}

		@Override
		public HttpMethod getMethod() {
			return HttpMethod.GET;
		}

		@Override
		public URI getURI() {
			return this.uri;
		}

		@Override
		public RequestPath getPath() {
			return this.path;
		}

		@Override
		public Map<String, Object> getAttributes() {
			return this.attributes;
		}

		@Override
		public MultiValueMap<String, String> getQueryParams() {
			return new LinkedMultiValueMap<>();
		}

		@Override
		public MultiValueMap<String, HttpCookie> getCookies() {
			return new LinkedMultiValueMap<>();
		}

		@Override
		public HttpHeaders getHeaders() {
			return this.headers;
		}

		@Override
		public Flux<DataBuffer> getBody() {
			return Flux.empty();
		}

	}

}
