package io.hotupgrade.autoconfigure.engine;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.ToIntFunction;

import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ExitAfterUpgrade}.
 */
class ExitAfterUpgradeTests {

	private final GenericApplicationContext context = new GenericApplicationContext();

	private final CompletableFuture<Void> orphaned = new CompletableFuture<>();

	private final CompletableFuture<Integer> exitCode = new CompletableFuture<>();

	private final CompletableFuture<Integer> halted = new CompletableFuture<>();

	@Test
	void runClosesTheContextAndExitsWithZero() throws Exception {
		this.context.refresh();
		run(SpringApplication::exit);
		assertThat(this.exitCode.get(10, TimeUnit.SECONDS)).isZero();
		assertThat(this.context.isActive()).isFalse();
	}

	@Test
	void runWhenNobodyIsLeftToServeExitsAsFailed() throws Exception {
		run((context) -> {
			this.orphaned.complete(null);
			return 0;
		});
		assertThat(this.exitCode.get(10, TimeUnit.SECONDS)).isEqualTo(1);
		assertThat(this.halted).isNotDone();
	}

	@Test
	void runWhenNobodyIsLeftToServeWhileShutdownHooksRunHaltsAsFailed() throws Exception {
		run((context) -> 0);
		assertThat(this.exitCode.get(10, TimeUnit.SECONDS)).isZero();
		assertThat(this.halted).isNotDone();
		this.orphaned.complete(null);
		assertThat(this.halted.get(10, TimeUnit.SECONDS)).isEqualTo(1);
	}

	@Test
	void runUsesANonDaemonThreadWithTheApplicationsClassLoader() throws Exception {
		ClassLoader classLoader = new ClassLoader(getClass().getClassLoader()) {
		};
		this.context.setClassLoader(classLoader);
		CompletableFuture<Thread> thread = new CompletableFuture<>();
		CompletableFuture<ClassLoader> contextClassLoader = new CompletableFuture<>();
		run((context) -> {
			thread.complete(Thread.currentThread());
			contextClassLoader.complete(Thread.currentThread().getContextClassLoader());
			return 0;
		});
		this.exitCode.get(10, TimeUnit.SECONDS);
		assertThat(thread.get(10, TimeUnit.SECONDS)).isNotSameAs(Thread.currentThread())
			.returns(false, Thread::isDaemon)
			.returns("hotupgrade-exit", Thread::getName);
		assertThat(contextClassLoader.get(10, TimeUnit.SECONDS)).isSameAs(classLoader);
	}

	@Test
	void runWhenClosingFailsExitsAllTheSame() throws Exception {
		run((context) -> {
			// Keeps the stack trace out of the test report.
			Thread.currentThread().setUncaughtExceptionHandler((thread, ex) -> {
			});
			throw new IllegalStateException("cannot close");
		});
		assertThat(this.exitCode.get(10, TimeUnit.SECONDS)).isEqualTo(1);
	}

	private void run(ToIntFunction<ApplicationContext> close) {
		new ExitAfterUpgrade(this.context, () -> this.orphaned, close, this.exitCode::complete, this.halted::complete)
			.run();
	}

}
