package io.hotupgrade.workbench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * What is reachable in the heap of another JVM.
 *
 * @param javaHome the JDK that it runs with
 * @param pid its process id
 */
record LiveHeap(Path javaHome, long pid) {

	/**
	 * Lets the other JVM collect its garbage, and asks for what is left.
	 * @return the number of bytes
	 * @throws IOException if it does not tell
	 */
	long bytes() throws IOException, InterruptedException {
		Process jcmd = new ProcessBuilder(this.javaHome.resolve("bin/jcmd").toString(), Long.toString(this.pid),
				"GC.class_histogram")
			.redirectErrorStream(true)
			.start();
		String answer = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		jcmd.waitFor();
		return total(answer);
	}

	/** The last line is {@code Total <instances> <bytes>}. */
	static long total(String histogram) throws IOException {
		String[] lines = histogram.strip().split("\n");
		String[] fields = lines[lines.length - 1].strip().split("\\s+");
		if (fields.length != 3 || !fields[0].equals("Total")) {
			throw new IOException("jcmd GC.class_histogram has answered: " + lines[lines.length - 1]);
		}
		return Long.parseLong(fields[2]);
	}

}
