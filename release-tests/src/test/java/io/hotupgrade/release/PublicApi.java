package io.hotupgrade.release;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;

/**
 * What a module lets everybody see, as {@code javap} tells it: of the packages that
 * applications are to use each type with its members, of the others the names of the
 * public types, which are public only for the other modules.
 */
final class PublicApi {

	/** Those that docs/compatibility.md promises. */
	private static final Set<String> PROMISED = Set.of("io.hotupgrade", "io.hotupgrade.event");

	private static final Pattern TYPE = Pattern
		.compile("(?m)^public [^\\n]*?(?:class|interface) ([\\w.$]+)([^\\n]*) \\{\\n(.*?)^}", Pattern.DOTALL);

	private final SortedMap<String, List<String>> promised = new TreeMap<>();

	private final SortedSet<String> others = new TreeSet<>();

	private PublicApi() {
	}

	/**
	 * Reads that of a module.
	 * @param classes the directory of its classes
	 * @return the lines that tell it
	 */
	static List<String> of(Path classes) throws IOException {
		PublicApi api = new PublicApi();
		Matcher type = TYPE.matcher(javap(classes));
		while (type.find()) {
			api.add(type.group(1), type.group().lines().toList());
		}
		return api.lines();
	}

	private static String javap(Path classes) throws IOException {
		List<String> arguments = new ArrayList<>(List.of("-protected"));
		try (Stream<Path> files = Files.walk(classes)) {
			files.map(Path::toString)
				.filter((file) -> file.endsWith(".class") && !file.contains("/internal/")
						&& !file.endsWith("package-info.class"))
				.sorted()
				.forEach(arguments::add);
		}
		StringWriter output = new StringWriter();
		ToolProvider javap = ToolProvider.findFirst("javap")
			.orElseThrow(() -> new IllegalStateException("There is no javap: run the build with a JDK"));
		int code = javap.run(new PrintWriter(output), new PrintWriter(output), arguments.toArray(String[]::new));
		if (code != 0) {
			throw new IllegalStateException("javap ended with " + code + ": " + output);
		}
		return output.toString();
	}

	private void add(String name, List<String> declaration) {
		String packageName = name.substring(0, name.lastIndexOf('.'));
		if (PROMISED.contains(packageName)) {
			this.promised.put(name, sorted(declaration));
		}
		else {
			this.others.add(name);
		}
	}

	/** The order in which members are declared says nothing. */
	private static List<String> sorted(List<String> declaration) {
		List<String> lines = new ArrayList<>(declaration);
		lines.subList(1, lines.size() - 1).sort(null);
		return lines;
	}

	private List<String> lines() {
		List<String> lines = new ArrayList<>();
		if (!this.promised.isEmpty()) {
			lines.add("# For applications");
			this.promised.values().forEach(lines::addAll);
		}
		if (!this.others.isEmpty()) {
			lines.add("# Public for the other modules of this project only");
			lines.addAll(this.others);
		}
		return lines;
	}

}
