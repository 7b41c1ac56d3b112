package io.hotupgrade.engine;

import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.hotupgrade.internal.control.ControlChannel;
import io.hotupgrade.internal.control.ControlCodec;
import io.hotupgrade.internal.control.ControlMessage;
import io.hotupgrade.internal.control.ControlServer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Turnstile}, with a real connection.
 */
@EnabledOnOs(OS.LINUX)
class TurnstileTests {

	private static final int MESSAGES = 50;

	@TempDir
	private Path directory;

	private final BlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();

	private final AtomicInteger dealtWith = new AtomicInteger();

	private final Turnstile turnstile = new Turnstile(new ManualScheduler() {

		@Override
		public void execute(Runnable task) {
			TurnstileTests.this.tasks.add(task);
		}

	});

	/** The engine is busy until it takes the tasks. */
	@Test
	void floodFillsNoQueue() throws Exception {
		try (ControlServer server = ControlServer.open(this.directory.resolve("control"),
				(channel) -> channel.start(new Passing()));
				SocketChannel peer = SocketChannel.open(UnixDomainSocketAddress.of(server.path()))) {
			ByteBuffer message = new ControlCodec().encode(new ControlMessage.RolledBack("x"));
			for (int i = 0; i < MESSAGES; i++) {
				peer.write(message.rewind());
			}
			Awaitility.await().until(() -> !this.tasks.isEmpty());
			Awaitility.await()
				.during(Duration.ofMillis(300))
				.atMost(Duration.ofSeconds(5))
				.until(() -> this.tasks.size() == 1);
			for (int i = 1; i <= MESSAGES; i++) {
				this.tasks.poll(10, TimeUnit.SECONDS).run();
				assertThat(this.dealtWith).hasValue(i);
			}
		}
	}

	private final class Passing implements ControlChannel.Handler {

		@Override
		public void received(ControlChannel channel, ControlMessage message) {
			TurnstileTests.this.turnstile.pass(channel, TurnstileTests.this.dealtWith::incrementAndGet);
		}

		@Override
		public void closed(ControlChannel channel, Optional<Throwable> cause) {
		}

	}

}
