package io.hotupgrade.loadmeter.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class StarterlessJarTests {

	@TempDir
	private Path directory;

	@Test
	void starterAndItsLibrariesAreLeftOut() throws IOException {
		Path source = jar("BOOT-INF/classes/App.class", "BOOT-INF/lib/hotupgrade-core-0.1.0.jar",
				"BOOT-INF/lib/jnr-ffi-2.2.jar", "BOOT-INF/lib/jffi-1.3.jar", "BOOT-INF/lib/asm-9.2.jar",
				"BOOT-INF/lib/asm-tree-9.2.jar", "BOOT-INF/lib/spring-core-6.jar");
		Path target = this.directory.resolve("without.jar");
		StarterlessJar.create(source, target);
		try (ZipFile result = new ZipFile(target.toFile())) {
			assertThat(result.stream().map(ZipEntry::getName)).containsExactly("BOOT-INF/classes/App.class",
					"BOOT-INF/lib/spring-core-6.jar");
			ZipEntry library = result.getEntry("BOOT-INF/lib/spring-core-6.jar");
			assertThat(library.getMethod()).isEqualTo(ZipEntry.STORED);
			assertThat(result.getInputStream(library).readAllBytes()).asString()
				.isEqualTo("BOOT-INF/lib/spring-core-6.jar");
		}
	}

	@Test
	void jarWithoutTheStarterIsRefused() throws IOException {
		Path source = jar("BOOT-INF/lib/spring-core-6.jar");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> StarterlessJar.create(source, this.directory.resolve("without.jar")));
	}

	private Path jar(String... names) throws IOException {
		Path jar = this.directory.resolve("source.jar");
		try (ZipOutputStream output = new ZipOutputStream(Files.newOutputStream(jar))) {
			for (String name : names) {
				byte[] content = name.getBytes(StandardCharsets.UTF_8);
				CRC32 checksum = new CRC32();
				checksum.update(content);
				ZipEntry entry = new ZipEntry(name);
				entry.setMethod(ZipEntry.STORED);
				entry.setSize(content.length);
				entry.setCrc(checksum.getValue());
				output.putNextEntry(entry);
				output.write(content);
				output.closeEntry();
			}
		}
		return jar;
	}

}
