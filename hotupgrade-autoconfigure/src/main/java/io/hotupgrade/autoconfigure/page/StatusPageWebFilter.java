package io.hotupgrade.autoconfigure.page;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

import org.springframework.core.Ordered;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.http.server.PathContainer;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.util.function.SingletonSupplier;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;
import reactor.core.publisher.Mono;

/**
 * What {@link StatusPageFilter} is with servlets.
 */
final class StatusPageWebFilter implements WebFilter, Ordered {

	private final StatusPage page;

	private final ReactivePageTokens tokens;

	private final Supplier<Map<PageFile, PathPattern>> patterns;

	/**
	 * Creates the filter.
	 * @param page what is answered
	 * @param tokens what the page has to send along
	 * @param path tells the endpoint's path within the application
	 */
	StatusPageWebFilter(StatusPage page, ReactivePageTokens tokens, Supplier<String> path) {
		this.page = page;
		this.tokens = tokens;
		this.patterns = SingletonSupplier.of(() -> patterns(path.get()));
	}

	private static Map<PageFile, PathPattern> patterns(String path) {
		Map<PageFile, PathPattern> patterns = new EnumMap<>(PageFile.class);
		for (PageFile file : PageFile.values()) {
			patterns.put(file, PathPatternParser.defaultInstance.parse(path + file.path()));
		}
		return patterns;
	}

	/** Behind the application's security. */
	@Override
	public int getOrder() {
		return Ordered.LOWEST_PRECEDENCE;
	}

	@Override
	public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
		HttpMethod method = exchange.getRequest().getMethod();
		Optional<PageFile> file = (method == HttpMethod.GET || method == HttpMethod.HEAD)
				? requested(exchange.getRequest()) : Optional.empty();
		return file.map((found) -> answer(found, exchange)).orElseGet(() -> chain.filter(exchange));
	}

	private Optional<PageFile> requested(ServerHttpRequest request) {
		PathContainer path = request.getPath().pathWithinApplication();
		return Arrays.stream(PageFile.values())
			.filter((file) -> this.patterns.get().get(file).matches(path))
			.findFirst();
	}

	private Mono<Void> answer(PageFile file, ServerWebExchange exchange) {
		Mono<PageToken> token = (file == PageFile.PAGE) ? this.tokens.find(exchange) : Mono.empty();
		return token.map((found) -> this.page.content(file, found))
			.switchIfEmpty(Mono.fromSupplier(() -> this.page.content(file, null)))
			.flatMap((content) -> write(file, content, exchange.getResponse()));
	}

	private static Mono<Void> write(PageFile file, byte[] content, ServerHttpResponse response) {
		StatusPage.HEADERS.forEach(response.getHeaders()::set);
		response.getHeaders().setContentType(MediaType.parseMediaType(file.contentType()));
		response.getHeaders().setContentLength(content.length);
		DataBuffer buffer = response.bufferFactory().wrap(content);
		return response.writeWith(Mono.just(buffer));
	}

}
