package io.hotupgrade.autoconfigure.exclusive;

import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.Objects;
import java.util.Set;

import io.hotupgrade.exclusive.Entrance;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.client.reactive.ClientHttpRequest;
import org.springframework.http.client.reactive.ClientHttpResponse;
import org.springframework.http.client.reactive.JdkClientHttpConnector;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/**
 * Has a successor serve requests: method, path, headers and body go there as they are,
 * and so does what it answers come back, as a stream. Nothing is sent twice, and no
 * thread waits.
 */
final class ReactiveForwarding {

	private static final Set<HttpMethod> WITHOUT_BODY = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS,
			HttpMethod.TRACE);

	private final JdkClientHttpConnector connector = new JdkClientHttpConnector(HttpClient.newBuilder()
		.version(HttpClient.Version.HTTP_1_1)
		.proxy(HttpClient.Builder.NO_PROXY)
		.followRedirects(HttpClient.Redirect.NEVER)
		.build());

	/**
	 * Sends a request on.
	 * @param entrance where to
	 * @param exchange the request and its response
	 * @return completed with the response; fails with a {@link java.net.ConnectException}
	 * if there is nobody, so that nothing has been sent
	 */
	Mono<Void> forward(Entrance entrance, ServerWebExchange exchange) {
		ServerHttpRequest request = exchange.getRequest();
		return this.connector
			.connect(request.getMethod(), uri(entrance, request), (out) -> write(entrance, request, out))
			.flatMap((answer) -> answer(answer, exchange.getResponse()));
	}

	private static URI uri(Entrance entrance, ServerHttpRequest request) {
		URI uri = request.getURI();
		String query = (uri.getRawQuery() != null) ? "?" + uri.getRawQuery() : "";
		return URI.create("http://%s:%d%s%s".formatted(entrance.address().getAddress().getHostAddress(),
				entrance.address().getPort(), uri.getRawPath(), query));
	}

	private static Mono<Void> write(Entrance entrance, ServerHttpRequest request, ClientHttpRequest out) {
		copy(request.getHeaders(), out.getHeaders());
		entrance.headers().forEach((name, value) -> out.getHeaders().set(name, value));
		out.getHeaders().set(Origin.HEADER, origin(request).toHeader());
		long length = request.getHeaders().getContentLength();
		if (length == 0 || length < 0 && !mayHaveBody(request)) {
			return out.setComplete();
		}
		if (length > 0) {
			out.getHeaders().setContentLength(length);
		}
		return out.writeWith(request.getBody());
	}

	/** Over HTTP/2 nothing says so before it comes. */
	private static boolean mayHaveBody(ServerHttpRequest request) {
		return request.getHeaders().getFirst("Transfer-Encoding") != null
				|| !WITHOUT_BODY.contains(request.getMethod());
	}

	private static Mono<Void> answer(ClientHttpResponse answer, ServerHttpResponse response) {
		response.setStatusCode(answer.getStatusCode());
		copy(answer.getHeaders(), response.getHeaders());
		long length = answer.getHeaders().getContentLength();
		if (length >= 0) {
			response.getHeaders().setContentLength(length);
		}
		return response.writeAndFlushWith(answer.getBody().map(Mono::just));
	}

	private static void copy(HttpHeaders from, HttpHeaders to) {
		from.forEach((name, values) -> {
			if (ForwardedHeaders.passes(name)) {
				values.forEach((value) -> to.add(name, value));
			}
		});
	}

	private static Origin origin(ServerHttpRequest request) {
		URI uri = request.getURI();
		InetSocketAddress remote = request.getRemoteAddress();
		String address = (remote != null && remote.getAddress() != null) ? remote.getAddress().getHostAddress()
				: "127.0.0.1";
		String host = Objects.requireNonNullElse(request.getHeaders().getFirst("Host"),
				Objects.requireNonNullElse(uri.getRawAuthority(), "localhost"));
		return new Origin(address, (remote != null) ? remote.getPort() : 0,
				Objects.requireNonNullElse(uri.getScheme(), "http"), host);
	}

}
