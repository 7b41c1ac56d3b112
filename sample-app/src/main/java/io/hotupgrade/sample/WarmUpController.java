package io.hotupgrade.sample;

import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Says how much this instance has warmed up.
 */
@RestController
class WarmUpController {

	private final WarmUpCounter counter;

	WarmUpController(WarmUpCounter counter) {
		this.counter = counter;
	}

	@GetMapping(path = "/warm-up", produces = MediaType.TEXT_PLAIN_VALUE)
	String warmUp() {
		return "requests=" + this.counter.count();
	}

}
