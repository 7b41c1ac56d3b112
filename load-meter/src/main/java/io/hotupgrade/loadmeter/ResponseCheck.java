package io.hotupgrade.loadmeter;

import java.util.Optional;

/**
 * Says what is wrong with the content of a response whose status is good.
 */
interface ResponseCheck {

	ResponseCheck ANY_CONTENT = (response) -> Optional.empty();

	/** The sample's "/" names the instance that the header names. */
	ResponseCheck IDENTITY = (response) -> startsWith("pid=" + response.instance() + " ", response);

	Optional<String> problem(HttpResponse response);

	static ResponseCheck isText(String expected) {
		return (response) -> {
			String text = response.text();
			return text.equals(expected) ? Optional.empty()
					: Optional.of("expected '" + expected + "' and got '" + abbreviated(text) + "'");
		};
	}

	private static Optional<String> startsWith(String prefix, HttpResponse response) {
		String text = response.text();
		return text.startsWith(prefix) ? Optional.empty()
				: Optional.of("expected '" + prefix + "...' and got '" + abbreviated(text) + "'");
	}

	private static String abbreviated(String text) {
		return (text.length() <= 80) ? text : text.substring(0, 80) + "...";
	}

}
