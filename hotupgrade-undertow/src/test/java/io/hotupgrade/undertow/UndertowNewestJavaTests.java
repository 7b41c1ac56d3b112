package io.hotupgrade.undertow;

import java.nio.file.Path;

import io.hotupgrade.server.tests.VirtualThreadTests;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs {@link UndertowVirtualThreadsTests} whichever Java runs the build.
 */
class UndertowNewestJavaTests {

	@Test
	void virtualThreadsOnTheNewestJava(@TempDir Path directory) throws Exception {
		VirtualThreadTests.runOnNewestJava(directory, UndertowVirtualThreadsTests.class);
	}

}
