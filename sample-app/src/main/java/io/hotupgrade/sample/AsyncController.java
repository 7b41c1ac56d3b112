package io.hotupgrade.sample;

import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody;

/**
 * Answers from threads of Spring's task executor, which has to work until the last of
 * them has answered.
 */
@RestController
class AsyncController {

	private static final int LONGEST_MILLIS = 600_000;

	private static final int LONGEST_SECONDS = 3_600;

	@GetMapping(path = "/async/callable", produces = MediaType.TEXT_PLAIN_VALUE)
	Callable<String> callable(@RequestParam("ms") int millis) {
		RequestLimits.require("ms", millis, 0, LONGEST_MILLIS);
		return () -> {
			TimeUnit.MILLISECONDS.sleep(millis);
			return "slow=" + millis;
		};
	}

	@GetMapping("/async/body")
	ResponseEntity<StreamingResponseBody> body(@RequestParam("seconds") int seconds) {
		RequestLimits.require("seconds", seconds, 0, LONGEST_SECONDS);
		StreamingResponseBody body = (output) -> new NumberedLines(output).write(seconds);
		return ResponseEntity.ok().contentType(MediaType.TEXT_PLAIN).body(body);
	}

}
