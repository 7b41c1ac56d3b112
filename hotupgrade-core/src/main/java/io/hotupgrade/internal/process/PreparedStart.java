package io.hotupgrade.internal.process;

import java.nio.file.Path;
import java.util.List;

/**
 * Where a JVM starts from in place of a jar. The jar remains what the application is
 * known by, and what later generations are launched from.
 *
 * @param source the absolute path of the jar that it stands for
 * @param jar the absolute path of the jar to start
 * @param jvmArguments arguments to add for the JVM
 */
public record PreparedStart(Path source, Path jar, List<String> jvmArguments) {

	public PreparedStart {
		jvmArguments = List.copyOf(jvmArguments);
	}

}
