package io.hotupgrade.internal.steering;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.hotupgrade.SteeringStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SteeringDetection} and {@link NoSteering}.
 */
@EnabledOnOs(OS.LINUX)
class SteeringDetectionTests {

	@TempDir
	private Path directory;

	@Test
	void detectOnLinuxSteers() {
		SocketSteering steering = SocketSteering.detect();
		assertThat(steering.status()).isEqualTo(new SteeringStatus(SteeringStatus.Mode.CBPF, ""));
	}

	@Test
	void detectOnOtherSystemTellsSo() {
		SteeringStatus status = new SteeringDetection("Mac OS X", Path.of("/proc")).detect().status();
		assertThat(status.mode()).isEqualTo(SteeringStatus.Mode.NONE);
		assertThat(status.detail()).isEqualTo("Operating system: 'Mac OS X' (expected: Linux)");
	}

	@Test
	void detectWithoutProcTellsSo() {
		SteeringStatus status = new SteeringDetection("Linux", this.directory).detect().status();
		assertThat(status.mode()).isEqualTo(SteeringStatus.Mode.NONE);
		assertThat(status.detail()).contains(this.directory.resolve("self/fd").toString());
	}

	@Test
	void detectWhenNativeLibraryCannotBeLoadedTellsSo() throws Exception {
		String nowhere = this.directory.resolve("nowhere").toString();
		String output = launch(List.of(), Program.class, "-Djava.io.tmpdir=" + nowhere,
				"-Djffi.extract.dir=" + nowhere);
		assertThat(output).startsWith("NONE: The C library cannot be called: ");
	}

	/** A load of the native library that fails would fail for good. */
	@Test
	void detectSteersOnceThereAreDescriptorsAgain() throws Exception {
		String output = launch(List.of("sh", "-c", "ulimit -n 100 && exec \"$0\" \"$@\""), Exhaustion.class);
		assertThat(output.lines()).satisfiesExactly(
				(before) -> assertThat(before).startsWith("NONE false: Operating system"),
				(first) -> assertThat(first).startsWith("NONE true: Too few file descriptors are left"),
				(second) -> assertThat(second).isEqualTo("CBPF false: "));
	}

	@Test
	void noSteeringDoesNothing() {
		NoSteering steering = new NoSteering("switched off");
		InetSocketAddress listener = new InetSocketAddress("127.0.0.1", 1);
		steering.steer(listener, SteeringProgram.toSecond());
		steering.refuseNewConnections(listener);
		assertThat(steering.status()).isEqualTo(new SteeringStatus(SteeringStatus.Mode.NONE, "switched off"));
		assertThat(steering.inspect(listener)).isEqualTo(new ListenerSnapshot(1, 0));
	}

	/** A library that has been loaded stays so: this takes another process. */
	private String launch(List<String> launcher, Class<?> program, String... options)
			throws IOException, InterruptedException {
		Path output = this.directory.resolve("output");
		ProcessBuilder builder = new ProcessBuilder(new ArrayList<>(launcher));
		builder.command().add(Path.of(System.getProperty("java.home"), "bin/java").toString());
		builder.command().addAll(List.of(options));
		builder.command().add(program.getName());
		builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
		Process process = builder.redirectOutput(output.toFile())
			.redirectError(ProcessBuilder.Redirect.INHERIT)
			.start();
		try {
			assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
			return Files.readString(output);
		}
		finally {
			process.destroyForcibly();
		}
	}

	/**
	 * Prints what it finds.
	 */
	static final class Program {

		private Program() {
		}

		public static void main(String[] arguments) {
			SteeringStatus status = SocketSteering.detect().status();
			System.out.println(status.mode() + ": " + status.detail());
		}

	}

	/**
	 * Prints what it finds without descriptors, and with some again.
	 */
	static final class Exhaustion {

		private Exhaustion() {
		}

		public static void main(String[] arguments) throws IOException {
			// What is needed to tell of it is loaded before.
			print(new SteeringDetection("Mac OS X", Path.of("/proc")).detect());
			Deque<FileChannel> open = new ArrayDeque<>();
			try {
				while (true) {
					open.add(FileChannel.open(Path.of("/dev/null")));
				}
			}
			catch (IOException ex) {
				// None is left now, and the jars of the class path are not all open yet.
				open.pop().close();
				open.pop().close();
			}
			print(SocketSteering.detect());
			while (!open.isEmpty()) {
				open.pop().close();
			}
			print(SocketSteering.detect());
		}

		private static void print(SocketSteering steering) {
			SteeringStatus status = steering.status();
			System.out.println(status.mode() + " " + steering.isPassing() + ": " + status.detail());
		}

	}

}
