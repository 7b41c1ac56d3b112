package io.hotupgrade.internal.prepare;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The command lines of all processes that can be seen: a JVM opens the jars of its class
 * path when it needs them, so that none may be deleted that it was started with.
 *
 * @param text all of them
 */
record RunningCommands(String text) {

	static RunningCommands now(Path proc) throws IOException {
		StringBuilder text = new StringBuilder();
		try (DirectoryStream<Path> processes = Files.newDirectoryStream(proc, "[0-9]*")) {
			for (Path process : processes) {
				text.append(commandLine(process)).append('\0');
			}
		}
		return new RunningCommands(text.toString());
	}

	private static String commandLine(Path process) {
		try {
			return Files.readString(process.resolve("cmdline"), StandardCharsets.ISO_8859_1);
		}
		catch (IOException ex) {
			return "";
		}
	}

	boolean mention(Path path) {
		byte[] bytes = path.toString().getBytes(StandardCharsets.UTF_8);
		return this.text.contains(new String(bytes, StandardCharsets.ISO_8859_1));
	}

	/**
	 * Leaves out the commands, which may hold secrets.
	 */
	@Override
	public String toString() {
		return "RunningCommands[]";
	}

}
