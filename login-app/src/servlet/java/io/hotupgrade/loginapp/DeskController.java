package io.hotupgrade.loginapp;

import java.security.Principal;

import org.springframework.http.MediaType;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseBody;
import org.springframework.web.bind.annotation.SessionAttributes;

/**
 * Takes letters. The last one is also a session attribute of Spring MVC's.
 */
@Controller
@SessionAttributes("draft")
class DeskController {

	private final Letters letters;

	DeskController(Letters letters) {
		this.letters = letters;
	}

	@ModelAttribute("draft")
	StringBuilder draft() {
		return new StringBuilder();
	}

	@GetMapping(path = "/", produces = MediaType.TEXT_HTML_VALUE)
	@ResponseBody
	String desk(Principal user, CsrfToken token) {
		return DeskPage.render(user.getName(), token.getParameterName(), token.getToken(), this.letters.sent());
	}

	@PostMapping("/letters")
	String send(@RequestParam String text, @ModelAttribute("draft") StringBuilder draft) {
		this.letters.send(text);
		draft.append(text).append('\n');
		return "redirect:/";
	}

	/** All letters, as the session attribute has them. */
	@GetMapping(path = "/draft", produces = MediaType.TEXT_PLAIN_VALUE)
	@ResponseBody
	String all(@ModelAttribute("draft") StringBuilder draft) {
		return draft.toString();
	}

}
