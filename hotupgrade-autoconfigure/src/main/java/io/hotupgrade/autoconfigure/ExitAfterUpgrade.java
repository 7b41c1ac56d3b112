package io.hotupgrade.autoconfigure;

import java.util.function.IntConsumer;
import java.util.function.ToIntFunction;

import org.springframework.boot.SpringApplication;
import org.springframework.context.ApplicationContext;

/**
 * Leaves the process after an upgrade: closes the context, which drains the servers, and
 * ends the JVM with the exit code of the application, which is 0 unless one of its
 * {@link org.springframework.boot.ExitCodeGenerator} beans says otherwise. Other contexts
 * are closed by Boot's shutdown hook.
 */
final class ExitAfterUpgrade implements Runnable {

	private static final int UNEXPECTED_FAILURE = 1;

	private final ApplicationContext context;

	private final ToIntFunction<ApplicationContext> close;

	private final IntConsumer exit;

	ExitAfterUpgrade(ApplicationContext context) {
		this(context, SpringApplication::exit, System::exit);
	}

	ExitAfterUpgrade(ApplicationContext context, ToIntFunction<ApplicationContext> close, IntConsumer exit) {
		this.context = context;
		this.close = close;
		this.exit = exit;
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
		int code = UNEXPECTED_FAILURE;
		try {
			code = this.close.applyAsInt(this.context);
		}
		finally {
			this.exit.accept(code);
		}
	}

}
