package io.hotupgrade.sample;

import java.util.zip.CRC32;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/**
 * Takes a body of any length, without keeping it, and says what arrived.
 */
@RestController
class ReactiveUploadController {

	@PostMapping(path = "/upload", produces = MediaType.TEXT_PLAIN_VALUE)
	Mono<String> upload(ServerHttpRequest request) {
		CRC32 checksum = new CRC32();
		return request.getBody()
			.reduce(0L, (length, part) -> length + count(checksum, part))
			.map((length) -> "len=%d crc=%08x".formatted(length, checksum.getValue()));
	}

	private static int count(CRC32 checksum, DataBuffer part) {
		byte[] bytes = new byte[part.readableByteCount()];
		part.read(bytes);
		DataBufferUtils.release(part);
		checksum.update(bytes);
		return bytes.length;
	}

}
