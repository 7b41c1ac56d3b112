package io.hotupgrade.internal.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;

import io.hotupgrade.RefusalReason;
import io.hotupgrade.UpgradeRefusedException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Tests for {@link JarInspection}.
 */
class JarInspectionTests {

	private static final int CLASS_FILE_OF_17 = 61;

	private static final byte[] CONTENT = "what nobody may change".repeat(100).getBytes();

	@TempDir
	private Path directory;

	private Path jar;

	@BeforeEach
	void makeJava() throws IOException {
		this.jar = this.directory.resolve("app.jar");
		Path java = Files.createDirectories(this.directory.resolve("jdk/bin")).resolve("java");
		Files.createFile(java).toFile().setExecutable(true);
		javaIs("17.0.15");
		writeJar("Main-Class", "", CLASS_FILE_OF_17);
	}

	private void javaIs(String version) throws IOException {
		Files.writeString(this.directory.resolve("jdk/release"),
				"IMPLEMENTOR=\"X\"\nJAVA_VERSION=\"" + version + "\"\n");
	}

	/**
	 * With an entry that is stored as it is, as the libraries of an executable jar are.
	 */
	private void writeJar(String attribute, String prefix, int classFileVersion) throws IOException {
		Manifest manifest = new Manifest();
		manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
		manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, "org.springframework.Launcher");
		manifest.getMainAttributes().putValue(attribute, "shop.Main");
		try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(this.jar), manifest)) {
			out.putNextEntry(new JarEntry(prefix + "shop/Main.class"));
			out.write(HexFormat.of().parseHex("cafebabe0000%04x".formatted(classFileVersion)));
			ZipEntry stored = new ZipEntry("stored");
			CRC32 checksum = new CRC32();
			checksum.update(CONTENT);
			stored.setMethod(ZipEntry.STORED);
			stored.setSize(CONTENT.length);
			stored.setCrc(checksum.getValue());
			out.putNextEntry(stored);
			out.write(CONTENT);
		}
	}

	private void inspect(Optional<String> sha256, String... command) {
		JavaCommand java = new JavaCommand(List.of(command));
		new JarInspection(new LaunchPlan(java, java, this.directory), sha256, new Programs("", this.directory)).checks()
			.forEach(Runnable::run);
	}

	private void inspect(Optional<String> sha256) {
		inspect(sha256, "jdk/bin/java", "-Xmx1g", "-jar", "app.jar");
	}

	private UpgradeRefusedException refusal(RefusalReason reason, Optional<String> sha256) {
		UpgradeRefusedException refusal = catchThrowableOfType(UpgradeRefusedException.class, () -> inspect(sha256));
		assertThat(refusal).isNotNull();
		assertThat(refusal.getReason()).isEqualTo(reason);
		return refusal;
	}

	private String sha256() throws Exception {
		return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(this.jar)));
	}

	@Test
	void nothingSpeaksAgainstAWholeJarWithTheRightChecksum() throws Exception {
		inspect(Optional.empty());
		inspect(Optional.of(sha256()));
		inspect(Optional.of(sha256().toUpperCase(Locale.ROOT)));
	}

	@Test
	void jarWithOneByteChangedIsDamaged() throws Exception {
		byte[] bytes = Files.readAllBytes(this.jar);
		bytes[new String(bytes, "ISO-8859-1").indexOf("nobody")]++;
		Files.write(this.jar, bytes);
		UpgradeRefusedException refusal = refusal(RefusalReason.JAR_DAMAGED, Optional.empty());
		assertThat(refusal.getValue()).isEqualTo(this.jar.toString());
		assertThat(refusal).hasMessageContaining("entry 'stored'").hasMessageContaining("Copy it again");
	}

	@Test
	void jarThatIsCompressedAndDamagedIsDamaged() throws Exception {
		byte[] bytes = Files.readAllBytes(this.jar);
		int content = new String(bytes, "ISO-8859-1").indexOf("Main.class") + "Main.class".length();
		bytes[content] = (byte) 0xff;
		Files.write(this.jar, bytes);
		assertThat(refusal(RefusalReason.JAR_DAMAGED, Optional.empty())).hasMessageContaining("shop/Main.class");
	}

	@Test
	void jarWithAnotherChecksumIsNotTheOneThatIsWanted() throws Exception {
		String other = "0a".repeat(32);
		UpgradeRefusedException refusal = refusal(RefusalReason.CHECKSUM_MISMATCH, Optional.of(other));
		assertThat(refusal.getValue()).isEqualTo(sha256());
		assertThat(refusal).hasMessageContaining(other).hasMessageContaining(this.jar.toString());
	}

	@ParameterizedTest
	@ValueSource(strings = { "0a1b", "xyz", " " })
	void checksumThatIsNoneIsMalformed(String text) {
		UpgradeRefusedException refusal = refusal(RefusalReason.MALFORMED_REQUEST, Optional.of(text));
		assertThat(refusal.getValue()).isEqualTo(text);
		assertThat(refusal).hasMessageContaining("64 hexadecimal digits");
	}

	@Test
	void checksumWithoutAJarHasNothingToBeComparedWith() {
		UpgradeRefusedException refusal = catchThrowableOfType(UpgradeRefusedException.class,
				() -> inspect(Optional.of("0a".repeat(32)), "jdk/bin/java", "shop.Main"));
		assertThat(refusal.getReason()).isEqualTo(RefusalReason.CHECKSUM_MISMATCH);
		assertThat(refusal).hasMessageContaining("Leave sha256 out");
		inspect(Optional.empty(), "jdk/bin/java", "shop.Main");
	}

	@ParameterizedTest
	@ValueSource(strings = { "Main-Class:", "Start-Class:BOOT-INF/classes/" })
	void jarForANewerJavaIsRefused(String where) throws Exception {
		String[] attributeAndPrefix = where.split(":", 2);
		writeJar(attributeAndPrefix[0], attributeAndPrefix[1], CLASS_FILE_OF_17 + 8);
		UpgradeRefusedException refusal = refusal(RefusalReason.JAVA_TOO_OLD, Optional.empty());
		assertThat(refusal.getValue()).isEqualTo("Java 17");
		assertThat(refusal).hasMessageContaining("compiled for Java 25")
			.hasMessageContaining("jdk/bin/java, which is Java 17")
			.hasMessageContaining("hotupgrade.launch.command");
		javaIs("25");
		assertThatNoException().isThrownBy(() -> inspect(Optional.empty()));
	}

	@Test
	void javaBehindOtherProgramsAndLinksIsTheOneThatCounts() throws Exception {
		writeJar("Main-Class", "", CLASS_FILE_OF_17 + 8);
		Files.createSymbolicLink(this.directory.resolve("java"), Path.of("jdk/bin/java"));
		UpgradeRefusedException refusal = catchThrowableOfType(UpgradeRefusedException.class,
				() -> inspect(Optional.empty(), "/usr/bin/nice", "./java", "-jar", "app.jar"));
		assertThat(refusal.getReason()).isEqualTo(RefusalReason.JAVA_TOO_OLD);
	}

	@ParameterizedTest
	@ValueSource(strings = { "1.8.0_392", "", "later" })
	void javaThatIsNotKnownIsTried(String version) throws Exception {
		writeJar("Main-Class", "", CLASS_FILE_OF_17 + 8);
		javaIs(version);
		assertThatNoException().isThrownBy(() -> inspect(Optional.empty()));
		Files.delete(this.directory.resolve("jdk/release"));
		assertThatNoException().isThrownBy(() -> inspect(Optional.empty()));
	}

	@Test
	void thisJavaIsKnown() {
		assertThat(JavaRelease.of(Path.of(System.getProperty("java.home"), "bin", "java")))
			.hasValue(Runtime.version().feature());
	}

	@Test
	void jarWhoseMainClassIsElsewhereIsTried() throws Exception {
		writeJar("Main-Class", "other/", CLASS_FILE_OF_17 + 8);
		assertThatNoException().isThrownBy(() -> inspect(Optional.empty()));
	}

}
