package io.hotupgrade.autoconfigure.endpoint;

/**
 * Text from a request, made fit for a message: quoted, short, without control characters.
 */
final class Excerpt {

	private static final int MAX_LENGTH = 80;

	private Excerpt() {
	}

	static String of(String text) {
		if (text == null) {
			return "missing";
		}
		String shortened = (text.length() <= MAX_LENGTH) ? text : text.substring(0, MAX_LENGTH) + "...";
		return "'" + shortened.replaceAll("\\p{Cntrl}", "?") + "'";
	}

}
