package io.hotupgrade.loadmeter;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * Checks the sample's "/stream": every numbered line once and in order, and the count and
 * checksum at the end.
 *
 * @param lines the expected number of lines
 */
record StreamCheck(int lines) implements ResponseCheck {

	@Override
	public Optional<String> problem(HttpResponse response) {
		String text = response.text();
		int end = text.indexOf("end ");
		String numbered = (end >= 0) ? text.substring(0, end) : text;
		Optional<String> wrongLine = wrongLine(numbered);
		if (wrongLine.isPresent()) {
			return wrongLine;
		}
		String expectedEnd = "end count=%d crc=%08x\n".formatted(this.lines, checksum(numbered));
		return (end >= 0 && text.substring(end).equals(expectedEnd)) ? Optional.empty() : Optional.of("the end is '"
				+ ((end >= 0) ? text.substring(end).strip() : "missing") + "', not '" + expectedEnd.strip() + "'");
	}

	private Optional<String> wrongLine(String numbered) {
		String[] actual = numbered.isEmpty() ? new String[0] : numbered.split("\n");
		for (int number = 1; number <= Math.max(this.lines, actual.length); number++) {
			String line = (number <= actual.length) ? actual[number - 1] : "missing";
			if (number > this.lines || !line.equals("line " + number)) {
				return Optional.of("line " + number + " of " + this.lines + " is '" + line + "'");
			}
		}
		return Optional.empty();
	}

	private static long checksum(String text) {
		CRC32 checksum = new CRC32();
		checksum.update(text.getBytes(StandardCharsets.UTF_8));
		return checksum.getValue();
	}

}
