package io.hotupgrade.command;

import java.util.Collection;
import java.util.Map;

/**
 * Writes maps, collections, numbers, truth values and text as JSON on one line. No
 * library does it, as the command only writes JSON, and only of these kinds: jackson-core
 * alone would nearly double the command's size. {@code CommandIT} compares what comes out
 * with what the endpoint's library has written.
 */
final class JsonText {

	private static final char FIRST_PRINTABLE = ' ';

	private JsonText() {
	}

	/**
	 * Writes a value.
	 * @param value the value; what is none of the above is its text
	 * @return the JSON
	 */
	static String of(Object value) {
		StringBuilder json = new StringBuilder();
		write(value, json);
		return json.toString();
	}

	private static void write(Object value, StringBuilder json) {
		if (value instanceof Map<?, ?> map) {
			String separator = "{";
			for (Map.Entry<?, ?> entry : map.entrySet()) {
				json.append(separator);
				text(entry.getKey().toString(), json);
				json.append(':');
				write(entry.getValue(), json);
				separator = ",";
			}
			json.append(map.isEmpty() ? "{}" : "}");
		}
		else if (value instanceof Collection<?> items) {
			String separator = "[";
			for (Object item : items) {
				json.append(separator);
				write(item, json);
				separator = ",";
			}
			json.append(items.isEmpty() ? "[]" : "]");
		}
		else if (value instanceof Number || value instanceof Boolean) {
			json.append(value);
		}
		else {
			text(value.toString(), json);
		}
	}

	private static void text(String text, StringBuilder json) {
		json.append('"');
		for (char c : text.toCharArray()) {
			if (c == '"' || c == '\\') {
				json.append('\\').append(c);
			}
			else if (c < FIRST_PRINTABLE) {
				json.append(String.format("\\u%04x", (int) c));
			}
			else {
				json.append(c);
			}
		}
		json.append('"');
	}

}
