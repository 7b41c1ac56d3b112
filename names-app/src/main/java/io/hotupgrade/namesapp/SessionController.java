package io.hotupgrade.namesapp;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Somebody who logs in, does something and logs out.
 */
@RestController
class SessionController {

	private static final String USER = "user";

	@PostMapping("/login")
	void login(HttpServletRequest request) {
		request.getSession().setAttribute(USER, "somebody");
	}

	@GetMapping("/user")
	String user(HttpServletRequest request) {
		HttpSession session = request.getSession(false);
		return (session != null) ? String.valueOf(session.getAttribute(USER)) : "nobody";
	}

	@PostMapping("/logout")
	void logout(HttpServletRequest request) {
		HttpSession session = request.getSession(false);
		if (session != null) {
			session.invalidate();
		}
	}

}
