package io.hotupgrade.undertow;

import java.time.Duration;
import java.util.List;

import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import io.undertow.Version;
import io.undertow.connector.ByteBufferPool;
import io.undertow.server.DefaultByteBufferPool;
import io.undertow.server.HttpHandler;
import io.undertow.server.protocol.http.HttpOpenListener;
import org.xnio.OptionMap;
import org.xnio.Options;
import org.xnio.XnioWorker;

/**
 * What has been set on an {@link Undertow.Builder}: that which concerns its worker, which
 * a builder that is given a worker ignores, and that which makes a listener. It has no
 * getters, so its fields are read, as Spring Boot reads Undertow's.
 */
final class BuilderSettings {

	private static final int CONNECTION_WATER_MARK = 1_000_000;

	/** As in {@code Undertow.start()}. */
	private static final int BUFFERS_PER_THREAD = 4;

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
	 * Makes a listener for plain HTTP as {@code Undertow.start()} of 2.3.24 does, without
	 * HTTP/2. Buffers of its own are left to the garbage collector: a request that is cut
	 * may still hold some.
	 * @return what serves the connections that are accepted; without a root handler
	 */
	HttpOpenListener openListener() {
		ByteBufferPool pool = read("byteBufferPool", ByteBufferPool.class);
		if (pool == null) {
			pool = new DefaultByteBufferPool(read("directBuffers", Boolean.class), read("bufferSize", Integer.class),
					-1, BUFFERS_PER_THREAD);
		}
		OptionMap options = OptionMap.builder()
			.set(UndertowOptions.BUFFER_PIPELINED_DATA, true)
			.addAll(read("serverOptions", OptionMap.Builder.class).getMap())
			.getMap();
		return new HttpOpenListener(pool, options);
	}

	/**
	 * The options that Undertow opens its listeners with.
	 */
	OptionMap socketOptions() {
		return read("socketOptions", OptionMap.Builder.class).getMap();
	}

	/**
	 * The listeners as the builder keeps them, of a class that nobody else knows.
	 * @return the list itself
	 */
	List<?> listeners() {
		return read("listeners", List.class);
	}

	/**
	 * What handles every request. There is none before the server is started.
	 */
	HttpHandler rootHandler() {
		return read("handler", HttpHandler.class);
	}

	/**
	 * Without a limit Undertow waits for running requests for ever. Spring Boot sets 0.
	 */
	private Duration shutdownTimeout() {
		OptionMap options = read("serverOptions", OptionMap.Builder.class).getMap();
		return Duration.ofMillis(options.get(UndertowOptions.SHUTDOWN_TIMEOUT, 0));
	}

	private <T> T read(String name, Class<T> type) {
		return read(this.builder, Undertow.Builder.class, name, type);
	}

	/**
	 * Reads a field of a builder, or of what it has.
	 * @param <T> the field's type
	 * @param object whose
	 * @param owner the class that has the field
	 * @param name the field's name
	 * @param type the field's type
	 * @return its value
	 */
	static <T> T read(Object object, Class<?> owner, String name, Class<T> type) {
		FieldByName<T> field = FieldByName.of(owner, name, type);
		if (!field.exists()) {
			throw new IllegalStateException("The field '" + name + "' of Undertow." + owner.getSimpleName()
					+ " cannot be read in Undertow " + Version.getVersionString()
					+ ". Hot upgrades work with Undertow 2.3 (built against 2.3.24.Final): "
					+ "use that version, or switch hot upgrades off");
		}
		return field.read(object);
	}

}
