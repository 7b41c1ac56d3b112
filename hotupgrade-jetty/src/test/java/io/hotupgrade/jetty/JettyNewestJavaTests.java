package io.hotupgrade.jetty;

import java.nio.file.Path;

import io.hotupgrade.server.tests.VirtualThreadTests;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs {@link JettyVirtualThreadsTests} whichever Java runs the build.
 */
class JettyNewestJavaTests {

	@Test
	void virtualThreadsOnTheNewestJava(@TempDir Path directory) throws Exception {
		VirtualThreadTests.runOnNewestJava(directory, JettyVirtualThreadsTests.class);
	}

}
