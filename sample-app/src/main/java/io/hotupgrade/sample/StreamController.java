package io.hotupgrade.sample;

import java.io.IOException;

import jakarta.servlet.http.HttpServletResponse;

import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * A long download that a client can check: cut, repeated or mixed-up bytes show.
 */
@RestController
class StreamController {

	private static final int LONGEST_SECONDS = 3_600;

	@GetMapping("/stream")
	void stream(@RequestParam("seconds") int seconds, HttpServletResponse response) throws IOException {
		RequestLimits.require("seconds", seconds, 0, LONGEST_SECONDS);
		response.setContentType(MediaType.TEXT_PLAIN_VALUE);
		new NumberedLines(response.getOutputStream()).write(seconds);
	}

}
