package io.hotupgrade.sample;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.async.DeferredResult;

/**
 * Answers late, without a thread that waits.
 */
@RestController
class SlowController {

	private static final int LONGEST_MILLIS = 600_000;

	private static final Duration MARGIN = Duration.ofSeconds(30);

	/**
	 * Answers late.
	 * @param millis after which time
	 * @return the answer, which tells the time; under {@code /ignored} for a
	 * configuration in which a drain does not wait for it
	 */
	@GetMapping(path = { "/slow", "/async/deferred", "/ignored/slow" }, produces = MediaType.TEXT_PLAIN_VALUE)
	DeferredResult<String> slow(@RequestParam("ms") int millis) {
		RequestLimits.require("ms", millis, 0, LONGEST_MILLIS);
		DeferredResult<String> answer = new DeferredResult<>(millis + MARGIN.toMillis());
		Executor later = CompletableFuture.delayedExecutor(millis, TimeUnit.MILLISECONDS);
		later.execute(() -> answer.setResult("slow=" + millis));
		return answer;
	}

}
