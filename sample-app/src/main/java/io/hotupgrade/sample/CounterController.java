package io.hotupgrade.sample;

import jakarta.servlet.http.HttpSession;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/**
 * An ordinary page with state in an HTTP session, which lives in this process: an upgrade
 * loses it unless sessions are shared or kept elsewhere.
 */
@RestController
class CounterController {

	private static final String COUNT = "count";

	private static final String REMARK = "remark";

	@GetMapping(path = "/counter", produces = MediaType.TEXT_HTML_VALUE)
	String counter(HttpSession session) {
		int count = countVisit(session);
		return """
				<!DOCTYPE html>
				<title>Counter</title>
				<p>count=%d</p>
				""".formatted(count);
	}

	/** Keeps an object of a class of the application's. */
	@PostMapping("/counter/remark")
	void remark(HttpSession session, @RequestBody String text) {
		session.setAttribute(REMARK, new Remark(text));
	}

	@GetMapping("/counter/remark")
	String remark(HttpSession session) {
		return String.valueOf(session.getAttribute(REMARK));
	}

	private static int countVisit(HttpSession session) {
		// Two requests of one browser may come at once.
		synchronized (session) {
			Integer before = (Integer) session.getAttribute(COUNT);
			int count = (before != null) ? before + 1 : 1;
			session.setAttribute(COUNT, count);
			return count;
		}
	}

}
