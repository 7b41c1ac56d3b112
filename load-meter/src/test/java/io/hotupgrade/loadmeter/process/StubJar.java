package io.hotupgrade.loadmeter.process;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/**
 * Packs the {@link StubApplication}.
 */
final class StubJar {

	private StubJar() {
	}

	static JavaLaunch launchIn(Path directory) throws IOException {
		Path jar = directory.resolve("stub.jar");
		Manifest manifest = new Manifest();
		manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
		manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, StubApplication.class.getName());
		try (JarOutputStream output = new JarOutputStream(Files.newOutputStream(jar), manifest)) {
			add(output, StubApplication.class);
			add(output, UpgradeClient.class);
		}
		return JavaLaunch.ofJar(jar).withWorkDirectory(directory).withJvmArguments("-Xmx32m");
	}

	private static void add(JarOutputStream jar, Class<?> type) throws IOException {
		String name = type.getName().replace('.', '/') + ".class";
		jar.putNextEntry(new JarEntry(name));
		try (InputStream bytes = type.getClassLoader().getResourceAsStream(name)) {
			bytes.transferTo(jar);
		}
		jar.closeEntry();
	}

}
