package io.hotupgrade.autoconfigure.page;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.web.util.HtmlUtils;

/**
 * What is answered to the requests for the page, with servlets and without. All that
 * changes while it is looked at comes from the endpoint.
 */
final class StatusPage {

	/**
	 * With each file. The page names its own two and asks the endpoint; nothing else is
	 * let in, and no other page may have it in a frame. Both instances of an upgrade
	 * answer, so that nothing is kept.
	 */
	static final Map<String, String> HEADERS = Map.of("Content-Security-Policy",
			"default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; "
					+ "form-action 'none'; base-uri 'none'; frame-ancestors 'none'",
			"X-Content-Type-Options", "nosniff", "Referrer-Policy", "no-referrer", "Cache-Control", "no-store");

	private static final String ANONYMOUS = "This application";

	private final Map<PageFile, String> files = new EnumMap<>(PageFile.class);

	/**
	 * Creates the page.
	 * @param application the application's name; may be blank
	 * @param writable whether the endpoint takes anything but questions
	 */
	StatusPage(String application, boolean writable) {
		for (PageFile file : PageFile.values()) {
			this.files.put(file, read(file));
		}
		String name = application.isBlank() ? ANONYMOUS : application;
		this.files.computeIfPresent(PageFile.PAGE,
				(file, text) -> text.replace("{{access}}", writable ? "unrestricted" : "read-only")
					.replace("{{application}}", HtmlUtils.htmlEscape(name)));
	}

	/**
	 * The content of a file.
	 * @param file which one
	 * @param token what the page has to send along; {@code null} for nothing
	 * @return the content, in UTF-8
	 */
	byte[] content(PageFile file, @Nullable PageToken token) {
		String text = this.files.getOrDefault(file, "");
		String complete = (file == PageFile.PAGE) ? text.replace("{{csrf}}", describe(token)) : text;
		return complete.getBytes(StandardCharsets.UTF_8);
	}

	private static String describe(@Nullable PageToken token) {
		return (token != null) ? "<meta name=\"csrf\" data-header=\"%s\" content=\"%s\">"
			.formatted(HtmlUtils.htmlEscape(token.header()), HtmlUtils.htmlEscape(token.value())) : "";
	}

	private static String read(PageFile file) {
		try (InputStream resource = StatusPage.class.getResourceAsStream(file.resource())) {
			if (resource == null) {
				throw new IllegalStateException("The starter's jar lacks " + file.resource());
			}
			return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
