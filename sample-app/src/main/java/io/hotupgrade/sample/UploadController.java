package io.hotupgrade.sample;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;

import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Takes a body of any length, without keeping it, and says what arrived.
 */
@RestController
class UploadController {

	private static final int BUFFER_BYTES = 8_192;

	@PostMapping(path = "/upload", produces = MediaType.TEXT_PLAIN_VALUE)
	String upload(InputStream body) throws IOException {
		CRC32 checksum = new CRC32();
		byte[] buffer = new byte[BUFFER_BYTES];
		long length = 0;
		for (int read = body.read(buffer); read >= 0; read = body.read(buffer)) {
			checksum.update(buffer, 0, read);
			length += read;
		}
		return "len=%d crc=%08x".formatted(length, checksum.getValue());
	}

}
