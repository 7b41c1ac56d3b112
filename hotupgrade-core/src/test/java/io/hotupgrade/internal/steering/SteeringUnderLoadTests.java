package io.hotupgrade.internal.steering;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Moves new connections to another listener and back while clients connect, against the
 * running kernel.
 */
@EnabledOnOs(OS.LINUX)
class SteeringUnderLoadTests {

	private static final int TIMES = 50;

	private static final int CLIENTS = 4;

	/** So many connections are waited for between two moves. */
	private static final int CONNECTIONS_BETWEEN = 20;

	private final AtomicBoolean clientsOver = new AtomicBoolean();

	private final AtomicBoolean serversOver = new AtomicBoolean();

	private final AtomicLong answered = new AtomicLong();

	private final AtomicLong lost = new AtomicLong();

	private final List<Thread> clients = new ArrayList<>();

	private final List<Thread> servers = new ArrayList<>();

	@Test
	void toSecondAndBackLosesNothing() throws Exception {
		LinuxSocketSteering steering = new LinuxSocketSteering(Path.of("/proc"));
		try (TestListener first = TestListener.open()) {
			steering.steer(first.address(), SteeringProgram.toFirst());
			try (TestListener second = first.openAnother()) {
				AtomicLong byFirst = serve(first);
				AtomicLong bySecond = serve(second);
				for (int i = 0; i < CLIENTS; i++) {
					start(this.clients, () -> connectRepeatedly(first));
				}
				for (int i = 0; i < TIMES; i++) {
					move(steering, first, bySecond, 10, 50, 100);
					move(steering, first, byFirst, 50, 0);
				}
				stop();
				assertThat(this.lost).hasValue(0);
				assertThat(this.answered.get()).isEqualTo(byFirst.get() + bySecond.get())
					.isGreaterThan(2L * TIMES * CONNECTIONS_BETWEEN);
			}
		}
		finally {
			stop();
		}
	}

	private static void move(LinuxSocketSteering steering, TestListener listener, AtomicLong to, int... percents) {
		for (int percent : percents) {
			steering.steer(listener.address(), SteeringProgram.percentToSecond(percent));
		}
		long before = to.get();
		Soon.await().until(() -> to.get() >= before + CONNECTIONS_BETWEEN);
	}

	private AtomicLong serve(TestListener listener) throws InterruptedException {
		AtomicLong served = new AtomicLong();
		CountDownLatch begun = new CountDownLatch(1);
		start(this.servers, () -> {
			begun.countDown();
			while (!this.serversOver.get()) {
				if (listener.acceptOne()) {
					listener.answerAll();
					served.incrementAndGet();
				}
				else {
					Thread.onSpinWait();
				}
			}
		});
		assertThat(begun.await(5, TimeUnit.SECONDS)).isTrue();
		return served;
	}

	private void connectRepeatedly(TestListener listener) throws IOException {
		while (!this.clientsOver.get()) {
			try (TestClients client = new TestClients()) {
				client.connect(listener.address());
				this.lost.addAndGet(client.countLost());
				this.answered.incrementAndGet();
			}
			catch (IOException ex) {
				this.lost.incrementAndGet();
			}
		}
	}

	private void start(List<Thread> threads, Task task) {
		Thread thread = new Thread(() -> {
			try {
				task.run();
			}
			catch (IOException ex) {
				this.lost.incrementAndGet();
			}
		});
		threads.add(thread);
		thread.start();
	}

	/** Clients first, so that each of them gets its answer. */
	private void stop() throws InterruptedException {
		this.clientsOver.set(true);
		join(this.clients);
		this.serversOver.set(true);
		join(this.servers);
	}

	private static void join(List<Thread> threads) throws InterruptedException {
		for (Thread thread : threads) {
			thread.join();
		}
	}

	private interface Task {

		void run() throws IOException;

	}

}
