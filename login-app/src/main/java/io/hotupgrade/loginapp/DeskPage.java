package io.hotupgrade.loginapp;

import java.util.List;
import java.util.stream.Collectors;

import org.springframework.web.util.HtmlUtils;

/**
 * The page with a form for the next letter and the letters that were sent.
 */
final class DeskPage {

	private static final String PAGE = """
			<!DOCTYPE html>
			<html lang="en">
			<head><meta charset="utf-8"><title>Desk</title>
			<style>
			body { font: 16px/1.5 sans-serif; max-width: 36em; margin: 2em auto; }
			textarea { font: inherit; width: 100%%; box-sizing: border-box; }
			li { white-space: pre-wrap; }
			</style></head>
			<body>
			<h1>Desk of <span id="user">%s</span></h1>
			<form method="post" action="/letters">
			<input type="hidden" name="%s" value="%s">
			<p><label for="text">Your letter</label> <textarea id="text" name="text" rows="4"></textarea></p>
			<p><button id="send">Send</button></p>
			</form>
			<h2>Letters sent: <span id="count">%d</span></h2>
			<ol id="letters">%s</ol>
			<p>Answered by process <span id="pid">%d</span>.</p>
			</body>
			</html>
			""";

	private DeskPage() {
	}

	/**
	 * The page, as HTML.
	 * @param user who has logged in
	 * @param csrfParameter the name of the parameter that says where the form comes from
	 * @param csrfToken its value
	 * @param letters what was sent
	 */
	static String render(String user, String csrfParameter, String csrfToken, List<String> letters) {
		String items = letters.stream()
			.map((letter) -> "<li>" + HtmlUtils.htmlEscape(letter) + "</li>")
			.collect(Collectors.joining());
		return PAGE.formatted(HtmlUtils.htmlEscape(user), HtmlUtils.htmlEscape(csrfParameter),
				HtmlUtils.htmlEscape(csrfToken), letters.size(), items, ProcessHandle.current().pid());
	}

}
