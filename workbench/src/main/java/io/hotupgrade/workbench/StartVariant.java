package io.hotupgrade.workbench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * One way to start a successor.
 *
 * @param name what it is called in the table
 * @param priority the value of {@code hotupgrade.launch.priority}
 * @param wrapper the program that changes its scheduling, with arguments; empty for none
 * @param jvmArguments arguments to add
 * @param jar what is launched
 */
record StartVariant(String name, String priority, List<String> wrapper, List<String> jvmArguments, Path jar) {

	private static final String NORMAL = "normal";

	private static final String LOW = "low";

	/** Where Linux installations have nice and taskset. */
	private static final List<Path> DIRECTORIES = List.of(Path.of("/usr/bin"), Path.of("/bin"));

	/**
	 * All ways that this machine can try.
	 * @param jar the application as it is
	 * @param prepared the application with prepared classes
	 */
	static List<StartVariant> all(Path jar, PreparedClasses prepared) {
		List<StartVariant> variants = new ArrayList<>();
		variants.add(new StartVariant("normal", NORMAL, List.of(), List.of(), jar));
		variants.add(new StartVariant("low", LOW, List.of(), List.of(), jar));
		addWrapped(variants, jar, "nice 19", "nice", "-n", "19");
		int processors = Runtime.getRuntime().availableProcessors();
		if (processors > 1) {
			addWrapped(variants, jar, "half the CPUs", "taskset", "--cpu-list", "0-" + (processors / 2 - 1));
		}
		variants.add(new StartVariant("extracted", NORMAL, List.of(), List.of(), prepared.jar()));
		variants.add(new StartVariant(prepared.name(), NORMAL, List.of(), prepared.useArguments(), prepared.jar()));
		variants
			.add(new StartVariant(prepared.name() + ", low", LOW, List.of(), prepared.useArguments(), prepared.jar()));
		return variants;
	}

	private static void addWrapped(List<StartVariant> variants, Path jar, String name, String program,
			String... arguments) {
		DIRECTORIES.stream()
			.map((directory) -> directory.resolve(program))
			.filter(Files::isExecutable)
			.findFirst()
			.ifPresent((executable) -> {
				List<String> wrapper = new ArrayList<>(List.of(executable.toString()));
				wrapper.addAll(List.of(arguments));
				variants.add(new StartVariant(name, NORMAL, wrapper, List.of(), jar));
			});
	}

	/**
	 * The lines of configuration that make a predecessor launch this way.
	 * @param java the program
	 * @param jvmArguments what every JVM is started with
	 */
	List<String> properties(Path java, List<String> jvmArguments) {
		List<String> command = new ArrayList<>(this.wrapper);
		command.add(java.toString());
		command.addAll(jvmArguments);
		command.addAll(this.jvmArguments);
		command.addAll(List.of("-jar", this.jar.toString()));
		List<String> lines = new ArrayList<>(List.of("hotupgrade.launch.priority=" + this.priority));
		for (int index = 0; index < command.size(); index++) {
			lines.add("hotupgrade.launch.command[%d]=%s".formatted(index, command.get(index)));
		}
		return lines;
	}

}
