package io.hotupgrade.autoconfigure.endpoint;

import java.util.function.Function;
import java.util.function.Supplier;

import org.springframework.core.Ordered;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferFactory;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.server.PathContainer;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.util.StringUtils;
import org.springframework.util.function.SingletonSupplier;
import org.springframework.web.reactive.HandlerMapping;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebHandler;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * What {@link HotUpgradeRequestFilter} is with servlets. Takes the requests that change
 * something before the actuator's own mapping does, and hands them to the dispatcher
 * again when they are checked: behind the application's security, too, but a filter of
 * WebFlux would cost each request.
 */
final class HotUpgradeRequestMapping implements HandlerMapping, Ordered {

	private static final String CHECKED = HotUpgradeRequestMapping.class.getName() + ".checked";

	/** As WebFlux understands paths: one may be written in many ways. */
	private static final PathPatternParser PATTERNS = PathPatternParser.defaultInstance;

	private final RequestChecks checks;

	private final Supplier<WebHandler> dispatcher;

	private final Supplier<PathPattern> endpoint;

	private final Supplier<PathPattern> continuation;

	/**
	 * Creates the mapping.
	 * @param checks what is checked
	 * @param dispatcher finds the dispatcher, which asks this mapping
	 * @param path tells the endpoint's path within the application
	 */
	HotUpgradeRequestMapping(RequestChecks checks, Supplier<WebHandler> dispatcher, Supplier<String> path) {
		this.checks = checks;
		this.dispatcher = SingletonSupplier.of(dispatcher);
		this.endpoint = SingletonSupplier.of(() -> PATTERNS.parse(path.get()));
		this.continuation = SingletonSupplier.of(() -> PATTERNS.parse(path.get() + RequestChecks.CONTINUE_PATH));
	}

	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE;
	}

	@Override
	public Mono<Object> getHandler(ServerWebExchange exchange) {
		ServerHttpRequest request = exchange.getRequest();
		HttpMethod method = request.getMethod();
		if (method != HttpMethod.POST && method != HttpMethod.DELETE || exchange.getAttribute(CHECKED) != null) {
			return Mono.empty();
		}
		PathContainer requested = request.getPath().pathWithinApplication();
		boolean continues = this.continuation.get().matches(requested);
		return (continues || this.endpoint.get().matches(requested))
				? Mono.just((WebHandler) (asked) -> handle(asked, continues)) : Mono.empty();
	}

	private Mono<Void> handle(ServerWebExchange exchange, boolean continues) {
		try {
			if (exchange.getRequest().getMethod() == HttpMethod.POST) {
				return handleWrite(exchange, continues);
			}
			this.checks.checkDelete(exchange.getRequest().getQueryParams());
			return passOn(exchange);
		}
		catch (MalformedRequestException ex) {
			return refuse(exchange.getResponse(), ex.getMessage());
		}
	}

	private Mono<Void> passOn(ServerWebExchange exchange) {
		exchange.getAttributes().put(CHECKED, Boolean.TRUE);
		return this.dispatcher.get().handle(exchange);
	}

	private Mono<Void> handleWrite(ServerWebExchange exchange, boolean continues) throws MalformedRequestException {
		ServerHttpRequest request = exchange.getRequest();
		RequestBody.checkLength(request.getHeaders().getContentLength());
		return read(request.getBody(), (body) -> check(request, continues, body))
			.flatMap((checked) -> checked.isRefused() ? refuse(exchange.getResponse(), checked.problem())
					: passOn(exchange.mutate().request(new Body(request, checked.body())).build()));
	}

	private static Mono<Checked> read(Flux<DataBuffer> body, Function<byte[], Checked> check) {
		return DataBufferUtils.join(body, RequestBody.MAX_BYTES)
			.map(HotUpgradeRequestMapping::bytes)
			.defaultIfEmpty(new byte[0])
			.map(check)
			.onErrorResume(DataBufferLimitException.class, (ex) -> Mono.just(new Checked(new byte[0], tooLarge())));
	}

	/**
	 * Has loaded what a request for an upgrade needs here.
	 */
	void practise() {
		Flux<DataBuffer> body = Flux.just(DefaultDataBufferFactory.sharedInstance.wrap(RequestChecks.PRACTICE));
		read(body, (bytes) -> {
			this.checks.practise();
			Body.load();
			return new Checked(bytes, "");
		}).block();
	}

	private static byte[] bytes(DataBuffer buffer) {
		byte[] bytes = new byte[buffer.readableByteCount()];
		buffer.read(bytes);
		DataBufferUtils.release(buffer);
		return bytes;
	}

	private Checked check(ServerHttpRequest request, boolean continues, byte[] body) {
		try {
			this.checks.checkWrite(continues, body, request.getHeaders().getFirst(HttpHeaders.CONTENT_TYPE),
					request.getQueryParams());
			return new Checked(body, "");
		}
		catch (MalformedRequestException ex) {
			return new Checked(body, ex.getMessage());
		}
	}

	private static String tooLarge() {
		try {
			RequestBody.checkLength(Long.MAX_VALUE);
			return "";
		}
		catch (MalformedRequestException ex) {
			return ex.getMessage();
		}
	}

	private static Mono<Void> refuse(ServerHttpResponse response, String message) {
		response.setStatusCode(HttpStatus.BAD_REQUEST);
		response.getHeaders().setContentType(MediaType.APPLICATION_JSON);
		DataBufferFactory buffers = response.bufferFactory();
		return response.writeWith(Mono.fromSupplier(() -> buffers.wrap(RequestChecks.refusal(message))));
	}

	/**
	 * A body that was read.
	 *
	 * @param body the body
	 * @param problem what is wrong with the request, or nothing
	 */
	private record Checked(byte[] body, String problem) {

		boolean isRefused() {
			return StringUtils.hasLength(this.problem);
		}

	}

	/**
	 * A request whose body has been read already and is JSON, or empty, of which the
	 * actuator wants to be told all the same.
	 */
	private static final class Body extends ServerHttpRequestDecorator {

		private final byte[] body;

		private final DataBufferFactory buffers = DefaultDataBufferFactory.sharedInstance;

		Body(ServerHttpRequest request, byte[] body) {
			super(request.mutate()
				.header(HttpHeaders.CONTENT_TYPE, MediaType.APPLICATION_JSON_VALUE)
				.header(HttpHeaders.CONTENT_LENGTH, Integer.toString(body.length))
				.build());
			this.body = body;
		}

		static void load() {
		}

		@Override
		public Flux<DataBuffer> getBody() {
			return (this.body.length == 0) ? Flux.empty() : Flux.just(this.buffers.wrap(this.body));
		}

	}

}
