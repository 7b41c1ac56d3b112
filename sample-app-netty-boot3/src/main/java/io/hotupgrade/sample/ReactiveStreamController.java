package io.hotupgrade.sample;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * A long download that a client can check: cut, repeated or mixed-up bytes show. It can
 * announce more than it has, which makes the server break it off at its end.
 */
@RestController
class ReactiveStreamController {

	private static final int LONGEST_SECONDS = 3_600;

	private static final int LINES_PER_SECOND = 10;

	/**
	 * Sends ten numbered lines a second and then a line with their count and the CRC-32
	 * of every byte before it.
	 * @param seconds for how long
	 * @param announced the length that is told
	 * @param response takes the lines
	 * @return completed when they have been sent
	 */
	@GetMapping(path = { "/stream", "/async/body" })
	Mono<Void> stream(@RequestParam("seconds") int seconds,
			@RequestParam(name = "announced", defaultValue = "-1") long announced, ServerHttpResponse response) {
		RequestLimits.require("seconds", seconds, 0, LONGEST_SECONDS);
		response.getHeaders().setContentType(MediaType.TEXT_PLAIN);
		if (announced >= 0) {
			response.getHeaders().setContentLength(announced);
		}
		Flux<DataBuffer> body = lines(seconds * LINES_PER_SECOND).map(response.bufferFactory()::wrap);
		return response.writeAndFlushWith(body.map(Mono::just));
	}

	private static Flux<byte[]> lines(int count) {
		CRC32 checksum = new CRC32();
		long start = System.nanoTime();
		return Flux.range(1, count)
			.concatMap((line) -> Mono.just("line " + line + '\n').concatWith(waitUntil(start, line)), 1)
			.map((line) -> line.getBytes(StandardCharsets.US_ASCII))
			.doOnNext(checksum::update)
			.concatWith(Mono.fromSupplier(() -> "end count=%d crc=%08x\n".formatted(count, checksum.getValue())
				.getBytes(StandardCharsets.US_ASCII)));
	}

	private static Mono<String> waitUntil(long start, int line) {
		long due = start + line * TimeUnit.SECONDS.toNanos(1) / LINES_PER_SECOND;
		return Mono.defer(() -> Mono.delay(Duration.ofNanos(Math.max(0, due - System.nanoTime())))).then(Mono.empty());
	}

}
