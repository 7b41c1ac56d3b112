package io.hotupgrade.loadmeter.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class SampleDirectoryTests {

	@TempDir
	private Path elsewhere;

	@Test
	void installReplacesTheJarByAnotherFile() throws IOException {
		Path source = Files.writeString(this.elsewhere.resolve("source.jar"), "content");
		Path installed;
		try (SampleDirectory directory = SampleDirectory.create(source, "a.b=c")) {
			directory.install("v1");
			installed = directory.launch().jar();
			Object first = Files.getAttribute(installed, "unix:ino");
			directory.install("v2");
			assertThat(Files.getAttribute(installed, "unix:ino")).isNotEqualTo(first);
			assertThat(installed).hasContent("content");
			assertThat(installed.resolveSibling("application.properties")).hasContent("sample.version=v2\na.b=c");
		}
		assertThat(installed.getParent()).doesNotExist();
	}

}
