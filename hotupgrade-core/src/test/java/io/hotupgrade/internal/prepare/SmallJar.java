package io.hotupgrade.internal.prepare;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

import io.hotupgrade.internal.process.LaunchException;
import io.hotupgrade.internal.process.PlannedStart;

/**
 * A jar that can be extracted and trained in a moment.
 *
 * @param path where it is
 */
record SmallJar(Path path) {

	static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");

	private static final String TOOLS = "BOOT-INF/lib/spring-boot-jarmode-tools-0.jar";

	/**
	 * Writes the jar.
	 * @param path where
	 * @param content something that tells it from others
	 */
	static SmallJar at(Path path, String content) throws IOException {
		return at(path, content, SmallApplication.class.getName(), TOOLS);
	}

	static SmallJar at(Path path, String content, String mainClass, String tools) throws IOException {
		Manifest manifest = new Manifest();
		manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
		manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, mainClass);
		String type = SmallApplication.class.getName().replace('.', '/') + ".class";
		try (OutputStream file = Files.newOutputStream(path);
				JarOutputStream jar = new JarOutputStream(file, manifest);
				InputStream code = SmallApplication.class.getResourceAsStream("/" + type)) {
			jar.putNextEntry(new JarEntry(type));
			code.transferTo(jar);
			jar.putNextEntry(new JarEntry(tools));
			jar.putNextEntry(new JarEntry("content"));
			jar.write(content.getBytes());
		}
		return new SmallJar(path);
	}

	/** What the application finds to do when it starts. */
	Path task() {
		return this.path.resolveSibling("task");
	}

	/** What the tools find to do when they are to extract it. */
	Path extraction() {
		return this.path.resolveSibling("extraction");
	}

	Path pid() {
		return this.path.resolveSibling("pid");
	}

	PlannedStart start(String... jvmArguments) throws LaunchException {
		return start(JAVA, jvmArguments);
	}

	PlannedStart start(Path java, String... jvmArguments) throws LaunchException {
		List<String> command = new ArrayList<>(List.of(java.toString(), "-Xmx64m", "-XX:TieredStopAtLevel=1"));
		command.addAll(List.of(jvmArguments));
		command.addAll(List.of("-jar", this.path.toString(), task().toString()));
		return PlannedStart.of(command);
	}

}
