package io.hotupgrade.tomcat;

import java.nio.file.Path;

import io.hotupgrade.server.tests.VirtualThreadTests;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs {@link TomcatVirtualThreadsTests} whichever Java runs the build.
 */
class TomcatNewestJavaTests {

	@Test
	void virtualThreadsOnTheNewestJava(@TempDir Path directory) throws Exception {
		VirtualThreadTests.runOnNewestJava(directory, TomcatVirtualThreadsTests.class);
	}

}
