package io.hotupgrade.sample;

import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.WebSession;

/**
 * An ordinary page with state in a session, which lives in this process: an upgrade loses
 * it unless sessions are shared or kept elsewhere.
 */
@RestController
class ReactiveCounterController {

	private static final String REMARK = "remark";

	@GetMapping(path = "/counter", produces = MediaType.TEXT_HTML_VALUE)
	String counter(WebSession session) {
		Object count = session.getAttributes().merge("count", 1, (before, one) -> (Integer) before + (Integer) one);
		return """
				<!DOCTYPE html>
				<title>Counter</title>
				<p>count=%d</p>
				""".formatted(count);
	}

	/** Keeps an object of a class of the application's. */
	@PostMapping("/counter/remark")
	void remark(WebSession session, @RequestBody String text) {
		session.getAttributes().put(REMARK, new Remark(text));
	}

	@GetMapping("/counter/remark")
	String remark(WebSession session) {
		return String.valueOf(session.<Object>getAttribute(REMARK));
	}

}
