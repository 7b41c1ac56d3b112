package io.hotupgrade.endtoend;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A file that a page of the documentation shows: a block whose first lines name its path.
 *
 * @param path where it belongs
 * @param text its content
 */
record DocumentedFile(String path, String text) {

	private static final Pattern BLOCK = Pattern.compile("```(?:ini|sh)\n(.*?)```", Pattern.DOTALL);

	private static final Pattern PATH = Pattern.compile("^# (/\\S+)$", Pattern.MULTILINE);

	/**
	 * Finds the one file of a page that has a line.
	 * @param page the page's name
	 * @param line the line
	 * @return the file
	 */
	static DocumentedFile in(String page, String line) throws IOException {
		List<DocumentedFile> files = BLOCK.matcher(Files.readString(Path.of("..", "docs", page)))
			.results()
			.map((block) -> block.group(1))
			.filter((text) -> text.lines().anyMatch(line::equals))
			.map((text) -> new DocumentedFile(
					PATH.matcher(text).results().map((path) -> path.group(1)).findFirst().orElseThrow(), text))
			.toList();
		if (files.size() != 1) {
			throw new IllegalArgumentException(
					page + " has " + files.size() + " files with the line '" + line + "' (expected: one)");
		}
		return files.get(0);
	}

	String withPort(int port) {
		return this.text.replace("localhost:8080", "localhost:" + port);
	}

}
