package io.hotupgrade.autoconfigure.engine;

import java.util.concurrent.CompletableFuture;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;

import org.springframework.boot.SpringApplication;
import org.springframework.context.ApplicationContext;

/**
 * Leaves the process after an upgrade: closes the context, which drains the servers, and
 * ends the JVM with the exit code of the application, which is 0 unless one of its
 * {@link org.springframework.boot.ExitCodeGenerator} beans says otherwise. Other contexts
 * are closed by Boot's shutdown hook.
 * <p>
 * Where nobody is left to serve, the exit code is that of a failure, whatever the
 * application says. What happens while the shutdown hooks run cannot change the exit code
 * any more, so they are cut short then: as long as the process lives, the service is not
 * restarted.
 */
final class ExitAfterUpgrade implements Runnable {

	private static final int FAILURE = 1;

	private final ApplicationContext context;

	private final Supplier<CompletableFuture<Void>> orphaned;

	private final ToIntFunction<ApplicationContext> close;

	private final IntConsumer exit;

	private final IntConsumer halt;

	/**
	 * Creates the action.
	 * @param context the context to close
	 * @param orphaned asked once it is closed for what is completed when nobody is left
	 * to serve, so that the process must not end as if all were well
	 */
	ExitAfterUpgrade(ApplicationContext context, Supplier<CompletableFuture<Void>> orphaned) {
		this(context, orphaned, SpringApplication::exit, System::exit, Runtime.getRuntime()::halt);
	}

	ExitAfterUpgrade(ApplicationContext context, Supplier<CompletableFuture<Void>> orphaned,
			ToIntFunction<ApplicationContext> close, IntConsumer exit, IntConsumer halt) {
		this.context = context;
		this.orphaned = orphaned;
		this.close = close;
		this.exit = exit;
		this.halt = halt;
	}

	/**
	 * Returns at once. The exit gets a thread of its own, since closing the context ends
	 * the engine and with it the caller's thread, and not a daemon, since nothing else
	 * may keep the JVM alive once the server has stopped.
	 */
	@Override
	public void run() {
		Thread thread = new Thread(this::leave, "hotupgrade-exit");
		thread.setDaemon(false);
		thread.setContextClassLoader(this.context.getClassLoader());
		thread.start();
	}

	private void leave() {
		int code = FAILURE;
		try {
			code = this.close.applyAsInt(this.context);
			CompletableFuture<Void> alone = this.orphaned.get();
			if (!alone.isDone()) {
				alone.thenRun(() -> this.halt.accept(FAILURE));
			}
			else if (code == 0) {
				code = FAILURE;
			}
		}
		finally {
			this.exit.accept(code);
		}
	}

}
