package io.hotupgrade.workbench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.hotupgrade.loadmeter.process.JavaLaunch;
import io.hotupgrade.loadmeter.process.PreparedApplication;

/**
 * One way to start a successor.
 *
 * @param name what it is called in the table
 * @param priority the value of {@code hotupgrade.launch.priority}
 * @param wrapper the program that changes its scheduling, with arguments; empty for none
 * @param launch what is launched
 */
record StartVariant(String name, String priority, List<String> wrapper, JavaLaunch launch) {

	private static final String NORMAL = "normal";

	private static final String LOW = "low";

	/** Where Linux installations have nice and taskset. */
	private static final List<Path> DIRECTORIES = List.of(Path.of("/usr/bin"), Path.of("/bin"));

	/**
	 * All ways that this machine can try.
	 * @param launch the application as it is
	 * @throws IOException if the application could not be prepared for a quick start
	 */
	static List<StartVariant> all(JavaLaunch launch) throws IOException {
		List<StartVariant> variants = new ArrayList<>();
		variants.add(new StartVariant("normal", NORMAL, List.of(), launch));
		variants.add(new StartVariant("low", LOW, List.of(), launch));
		addWrapped(variants, launch, "nice 19", "nice", "-n", "19");
		int processors = Runtime.getRuntime().availableProcessors();
		if (processors > 1) {
			addWrapped(variants, launch, "half the CPUs", "taskset", "--cpu-list", "0-" + (processors / 2 - 1));
		}
		PreparedApplication prepared = PreparedApplication.extract(launch);
		variants.add(new StartVariant("extracted", NORMAL, List.of(), prepared.extracted()));
		JavaLaunch trained = prepared.train();
		variants.add(new StartVariant(prepared.archiveName(), NORMAL, List.of(), trained));
		variants.add(new StartVariant(prepared.archiveName() + ", low", LOW, List.of(), trained));
		return variants;
	}

	private static void addWrapped(List<StartVariant> variants, JavaLaunch launch, String name, String program,
			String... arguments) {
		DIRECTORIES.stream()
			.map((directory) -> directory.resolve(program))
			.filter(Files::isExecutable)
			.findFirst()
			.ifPresent((executable) -> {
				List<String> wrapper = new ArrayList<>(List.of(executable.toString()));
				wrapper.addAll(List.of(arguments));
				variants.add(new StartVariant(name, NORMAL, wrapper, launch));
			});
	}

	/**
	 * The lines of configuration that make a predecessor launch this way.
	 */
	List<String> properties() {
		List<String> command = new ArrayList<>(this.wrapper);
		command.addAll(this.launch.command());
		List<String> lines = new ArrayList<>(List.of("hotupgrade.launch.priority=" + this.priority));
		for (int index = 0; index < command.size(); index++) {
			lines.add("hotupgrade.launch.command[%d]=%s".formatted(index, command.get(index)));
		}
		return lines;
	}

}
