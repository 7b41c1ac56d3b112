package io.hotupgrade.internal.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import io.hotupgrade.internal.log.EngineLog;
import io.hotupgrade.internal.posix.FileDescriptors;

/**
 * The successor's end of {@link OutputCapture}: brings back the real standard streams,
 * which wait as descriptors 3 and 4.
 */
public final class InheritedOutput {

	private static final EngineLog logger = EngineLog.of(InheritedOutput.class);

	private InheritedOutput() {
	}

	/**
	 * Lets standard output and error write to the real streams again, and removes the
	 * capture file. Does nothing unless exactly the descriptors are there that the
	 * launcher has arranged: a process that merely inherited the variable keeps its own.
	 * Never throws. Not to be called by two threads at once.
	 * @param environment this process's environment
	 */
	public static void restore(Map<String, String> environment) {
		String file = environment.getOrDefault(HandOff.OUTPUT, "");
		if (file.isEmpty()) {
			return;
		}
		try {
			restore(OpenFiles.of("self"), Path.of(file));
		}
		catch (IOException | RuntimeException | LinkageError ex) {
			logger.warn("Standard output and error still go to {}; they could not be led back to where the "
					+ "predecessor's go: {}", file, ex.toString());
		}
	}

	static void restore(OpenFiles files, Path capture) throws IOException {
		if (!isArranged(files, capture)) {
			return;
		}
		System.out.flush();
		System.err.flush();
		FileDescriptors.duplicate(OutputCapture.REAL_OUTPUT, 1);
		FileDescriptors.duplicate(OutputCapture.REAL_ERROR, 2);
		FileDescriptors.close(OutputCapture.REAL_OUTPUT);
		FileDescriptors.close(OutputCapture.REAL_ERROR);
		// The predecessor reads on from its open file, and may be dead and leave it
		// behind.
		Files.deleteIfExists(capture);
	}

	private static boolean isArranged(OpenFiles files, Path capture) {
		return files.refersTo(1, capture) && files.refersTo(2, capture)
				&& isRealStream(files, OutputCapture.REAL_OUTPUT, capture)
				&& isRealStream(files, OutputCapture.REAL_ERROR, capture);
	}

	private static boolean isRealStream(OpenFiles files, int descriptor, Path capture) {
		return files.isWritable(descriptor) && !files.refersTo(descriptor, capture);
	}

}
