package io.hotupgrade.sample;

import java.time.Duration;

import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;

/**
 * Sends ten numbered events a second.
 */
@RestController
class ReactiveEventController {

	private static final int EVENTS_PER_SECOND = 10;

	private static final int LONGEST_SECONDS = 3_600;

	@GetMapping(path = "/sse", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
	Flux<String> events(@RequestParam("seconds") int seconds) {
		RequestLimits.require("seconds", seconds, 0, LONGEST_SECONDS);
		return Flux.range(1, seconds * EVENTS_PER_SECOND)
			.map((event) -> "event " + event)
			.delayElements(Duration.ofSeconds(1).dividedBy(EVENTS_PER_SECOND));
	}

}
