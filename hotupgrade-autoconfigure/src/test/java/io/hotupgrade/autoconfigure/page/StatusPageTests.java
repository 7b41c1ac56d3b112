package io.hotupgrade.autoconfigure.page;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the page consists of.
 */
class StatusPageTests {

	@Test
	void nameAndTokenAreTextWhateverTheyAre() {
		String page = page("a <b>{{csrf}}\"&", true, new PageToken("X-\"<b>", "\"><script>$1"));
		assertThat(page).contains("<title>Hot upgrade of a &lt;b&gt;")
			.contains("<meta name=\"csrf\" data-header=\"X-&quot;&lt;b&gt;\" content=\"&quot;&gt;&lt;script&gt;$1\">")
			.doesNotContain("<b>")
			.doesNotContain("\"><script>$1");
	}

	@Test
	void nothingIsLeftToFillIn() {
		assertThat(page("", true, null)).contains("<h1>This application</h1>")
			.contains("data-access=\"unrestricted\"")
			.doesNotContain("{{")
			.doesNotContain("name=\"csrf\"");
		assertThat(page("shop", false, null)).contains("data-access=\"read-only\"");
	}

	@Test
	void needsNothingFromElsewhereAndNoMarkupFromData() {
		StatusPage page = new StatusPage("shop", true);
		for (PageFile file : PageFile.values()) {
			String text = new String(page.content(file, null), StandardCharsets.UTF_8)
				.replace("http://www.w3.org/2000/svg", "");
			assertThat(text).as(file.name()).doesNotContain("://");
		}
		String script = new String(page.content(PageFile.SCRIPT, null), StandardCharsets.UTF_8);
		assertThat(script).doesNotContainPattern(
				"innerHTML|outerHTML|insertAdjacentHTML|document\\.write|\\beval\\b|new Function|\\.style\\b");
	}

	@Test
	void everythingTheScriptLooksForIsInThePage() {
		String page = page("shop", true, null);
		String script = new String(new StatusPage("shop", true).content(PageFile.SCRIPT, null), StandardCharsets.UTF_8);
		assertThat(Pattern.compile("(?:byId|say|list|chart)\\(\"([a-z-]+)\"")
			.matcher(script)
			.results()
			.map((match) -> match.group(1))).hasSizeGreaterThan(20)
			.allSatisfy((id) -> assertThat(page).contains(" id=\"" + id + "\""));
	}

	private static String page(String application, boolean writable, PageToken token) {
		return new String(new StatusPage(application, writable).content(PageFile.PAGE, token), StandardCharsets.UTF_8);
	}

}
