package io.hotupgrade.sample;

import java.io.IOException;

import jakarta.servlet.http.HttpServletResponse;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * A long download that a client can check: cut, repeated or mixed-up bytes show. It can
 * announce more than it has, which makes the server break it off at its end.
 */
@RestController
class StreamController {

	private static final int LONGEST_SECONDS = 3_600;

	@GetMapping("/stream")
	void stream(@RequestParam("seconds") int seconds,
			@RequestParam(name = "announced", defaultValue = "-1") long announced, HttpServletResponse response)
			throws IOException {
		RequestLimits.require("seconds", seconds, 0, LONGEST_SECONDS);
		response.setContentType(MediaType.TEXT_PLAIN_VALUE);
		if (announced >= 0) {
			response.setContentLengthLong(announced);
		}
		new NumberedLines(response.getOutputStream()).write(seconds);
	}

}
