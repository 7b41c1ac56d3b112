package io.hotupgrade.jetty;

import java.lang.reflect.Method;

import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.internal.HttpConnection;
import org.jspecify.annotations.Nullable;

/**
 * How long a chunk of a request may be: a setting that Jetty has from 12.1 on, and that
 * the adapter, which is compiled against 12.0, cannot call.
 */
final class ChunkLength {

	private static final String SETTING = "TransferEncodingChunkMaxLength";

	private static final @Nullable Method OF_FACTORY = find(HttpConnectionFactory.class, "get" + SETTING);

	private static final @Nullable Method TO_FACTORY = find(HttpConnectionFactory.class, "set" + SETTING, int.class);

	private static final @Nullable Method TO_CONNECTION = find(HttpConnection.class, "set" + SETTING, int.class);

	private ChunkLength() {
	}

	static void copy(HttpConnectionFactory from, HttpConnectionFactory to) {
		copy(from, TO_FACTORY, to);
	}

	static void copy(HttpConnectionFactory from, HttpConnection to) {
		copy(from, TO_CONNECTION, to);
	}

	private static void copy(HttpConnectionFactory from, @Nullable Method setter, Object to) {
		if (OF_FACTORY == null || setter == null) {
			return;
		}
		try {
			setter.invoke(to, OF_FACTORY.invoke(from));
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalStateException("The setting " + SETTING + " of " + from + " cannot be kept", ex);
		}
	}

	private static @Nullable Method find(Class<?> type, String name, Class<?>... parameters) {
		try {
			return type.getMethod(name, parameters);
		}
		catch (NoSuchMethodException ex) {
			return null;
		}
	}

}
