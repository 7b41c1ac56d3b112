package io.hotupgrade.undertow;

import java.lang.reflect.Field;
import java.time.Duration;

import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import io.undertow.Version;
import org.xnio.OptionMap;
import org.xnio.Options;
import org.xnio.XnioWorker;

import org.springframework.util.ReflectionUtils;

/**
 * What has been set on an {@link Undertow.Builder} that concerns its worker. A builder
 * that is given a worker ignores these settings and has no getters for them, so they are
 * read from its fields, as Spring Boot reads Undertow's.
 */
final class BuilderSettings {

	private static final int CONNECTION_WATER_MARK = 1_000_000;

	private final Undertow.Builder builder;

	BuilderSettings(Undertow.Builder builder) {
		this.builder = builder;
	}

	/**
	 * Where the worker comes from that Undertow would have used.
	 * @return the source
	 */
	WorkerSource workerSource() {
		XnioWorker given = read("worker", XnioWorker.class);
		if (given != null) {
			return WorkerSource.of(given);
		}
		return new WorkerSource.Own(workerOptions(), shutdownTimeout());
	}

	/**
	 * The options that {@code Undertow.start()} of 2.3.24 makes its worker with.
	 */
	private OptionMap workerOptions() {
		int workerThreads = read("workerThreads", Integer.class);
		return OptionMap.builder()
			.set(Options.WORKER_IO_THREADS, read("ioThreads", Integer.class))
			.set(Options.CONNECTION_HIGH_WATER, CONNECTION_WATER_MARK)
			.set(Options.CONNECTION_LOW_WATER, CONNECTION_WATER_MARK)
			.set(Options.WORKER_TASK_CORE_THREADS, workerThreads)
			.set(Options.WORKER_TASK_MAX_THREADS, workerThreads)
			.set(Options.TCP_NODELAY, true)
			.set(Options.CORK, true)
			.addAll(read("workerOptions", OptionMap.Builder.class).getMap())
			.getMap();
	}

	/**
	 * Without a limit Undertow waits for running requests for ever. Spring Boot sets 0.
	 */
	private Duration shutdownTimeout() {
		OptionMap options = read("serverOptions", OptionMap.Builder.class).getMap();
		return Duration.ofMillis(options.get(UndertowOptions.SHUTDOWN_TIMEOUT, 0));
	}

	private <T> T read(String name, Class<T> type) {
		Field field = ReflectionUtils.findField(Undertow.Builder.class, name);
		if (field == null) {
			throw unknownVersion(name, null);
		}
		try {
			field.setAccessible(true);
			return type.cast(field.get(this.builder));
		}
		catch (ReflectiveOperationException | RuntimeException ex) {
			throw unknownVersion(name, ex);
		}
	}

	private IllegalStateException unknownVersion(String field, Exception cause) {
		return new IllegalStateException("The field '" + field + "' of Undertow.Builder cannot be read in Undertow "
				+ Version.getVersionString() + ". Hot upgrades work with Undertow 2.3 (built against 2.3.24.Final): "
				+ "use that version, or switch hot upgrades off", cause);
	}

}
