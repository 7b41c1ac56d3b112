package io.hotupgrade.autoconfigure.server;

import java.lang.reflect.Array;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import reactor.netty.http.server.HttpServerConfig;

/**
 * All that the configuration of a server tells of its settings.
 */
final class NettySettings {

	/** What differs from one start to the next. */
	private static final Set<String> DIFFERENT = Set.of("hashCode", "toString", "channelHash");

	private NettySettings() {
	}

	static Map<String, String> of(HttpServerConfig config) {
		Map<String, String> settings = new TreeMap<>();
		read("", config, settings);
		read("decoder.", config.decoder(), settings);
		if (config.http2SettingsSpec() != null) {
			read("http2.", config.http2SettingsSpec(), settings);
		}
		config.options().forEach((option, value) -> settings.put("option " + option, String.valueOf(value)));
		config.childOptions().forEach((option, value) -> settings.put("child option " + option, String.valueOf(value)));
		settings.put("compresses", String.valueOf(config.compressPredicate() != null));
		return settings;
	}

	private static void read(String prefix, Object source, Map<String, String> settings) {
		for (Method getter : source.getClass().getMethods()) {
			if (getter.getParameterCount() == 0 && isPlain(getter.getReturnType())
					&& !DIFFERENT.contains(getter.getName())) {
				settings.put(prefix + getter.getName(), value(getter, source));
			}
		}
	}

	private static boolean isPlain(Class<?> type) {
		return type.isPrimitive() && type != void.class || type == String.class || type.isEnum()
				|| Number.class.isAssignableFrom(type) || type == Boolean.class || type == Duration.class
				|| type.isArray();
	}

	private static String value(Method getter, Object source) {
		try {
			getter.setAccessible(true);
			Object value = getter.invoke(source);
			if (value == null || !value.getClass().isArray()) {
				return String.valueOf(value);
			}
			List<Object> values = new ArrayList<>();
			for (int index = 0; index < Array.getLength(value); index++) {
				values.add(Array.get(value, index));
			}
			return values.toString();
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
