package io.hotupgrade.sample;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Answers late, without a thread that waits, or with one.
 */
@RestController
class ReactiveSlowController {

	private static final int LONGEST_MILLIS = 600_000;

	/**
	 * Answers late.
	 * @param millis after which time
	 * @return the answer, which tells the time; under {@code /ignored} for a
	 * configuration in which a drain does not wait for it
	 */
	@GetMapping(path = { "/slow", "/async/deferred", "/ignored/slow" }, produces = MediaType.TEXT_PLAIN_VALUE)
	Mono<String> slow(@RequestParam("ms") int millis) {
		RequestLimits.require("ms", millis, 0, LONGEST_MILLIS);
		return Mono.delay(Duration.ofMillis(millis)).thenReturn("slow=" + millis);
	}

	@GetMapping(path = "/async/callable", produces = MediaType.TEXT_PLAIN_VALUE)
	Mono<String> callable(@RequestParam("ms") int millis) {
		RequestLimits.require("ms", millis, 0, LONGEST_MILLIS);
		return Mono.fromCallable(() -> {
			TimeUnit.MILLISECONDS.sleep(millis);
			return "slow=" + millis;
		}).subscribeOn(Schedulers.boundedElastic());
	}

}
