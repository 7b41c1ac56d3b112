package io.hotupgrade.release;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every link from one page of the documentation to another, or into the sources, leads
 * somewhere.
 */
class DocumentationLinksTests {

	private static final Pattern LINK = Pattern.compile("\\]\\((?!https?:|mailto:)([^)\\s#]*)(?:#([^)\\s]+))?\\)");

	private static final Pattern CODE = Pattern.compile("(?ms)^```.*?^```$|`[^`\\n]*`");

	private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.*)$");

	static Stream<Path> pages() throws IOException {
		Path top = PublishedModules.SOURCES;
		try (Stream<Path> pages = Stream.of(top, top.resolve("docs"), top.resolve("docs/benchmarks"))
			.flatMap(DocumentationLinksTests::list)) {
			return pages.filter((file) -> file.toString().endsWith(".md")).sorted().toList().stream();
		}
	}

	private static Stream<Path> list(Path directory) {
		try {
			return Files.list(directory);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@ParameterizedTest
	@MethodSource("pages")
	void linksLeadSomewhere(Path page) throws IOException {
		String text = CODE.matcher(Files.readString(page)).replaceAll("");
		for (MatchResult link : LINK.matcher(text).results().toList()) {
			assertLeadsSomewhere(page, link.group(1), link.group(2));
		}
	}

	private static void assertLeadsSomewhere(Path page, String path, String anchor) throws IOException {
		Path target = path.isEmpty() ? page : page.resolveSibling(path);
		assertThat(target).exists();
		if (anchor != null) {
			assertThat(anchors(target)).as("headings of %s", target).contains(anchor);
		}
	}

	/** As GitHub makes them. */
	private static List<String> anchors(Path page) throws IOException {
		return HEADING.matcher(Files.readString(page))
			.results()
			.map((heading) -> heading.group(1)
				.toLowerCase(Locale.ROOT)
				.replaceAll("\\[([^]]*)]\\([^)]*\\)", "$1")
				.replaceAll("[^\\p{L}\\p{N} _-]", "")
				.strip()
				.replace(' ', '-'))
			.toList();
	}

}
