package io.hotupgrade.autoconfigure.server;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.SslConnectionFactory;

/**
 * All that a running server, and what it consists of, tells of its settings.
 */
final class JettySettings {

	private static final String OURS = "io.hotupgrade.";

	/**
	 * What differs from one start to the next; and that the port is bound by the start of
	 * the connector, not before, which Boot has no setting for.
	 */
	private static final Set<String> DIFFERENT = Set.of("getName", "getAvailableDirectByteBufferCount",
			"getAvailableHeapByteBufferCount", "getAvailableDirectMemory", "getAvailableHeapMemory",
			"getDirectByteBufferCount", "getHeapByteBufferCount", "getDirectMemory", "getHeapMemory", "getLocalPort",
			"getWar", "getCanonicalNameForTmpDir", "getTempDirectory", "getServletName", "getIntervalSec",
			"getBusyThreads", "getIdleThreads", "getThreads", "getReadyThreads", "getUtilizedThreads",
			"getUtilizationRate", "getAvailableReservedThreads", "getQueueSize", "getLeasedThreads", "getTotalKeys",
			"isIdle", "isOpenEarly", "getUptimeMillis", "getCurrentReservedThreads", "getIdleCount", "getInUseCount",
			"getLeaked");

	/**
	 * Boot's graceful shutdown counts requests, which is not needed where we do. The
	 * others have no settings, but counts.
	 */
	private static final Set<String> LEFT_OUT = Set.of("StatisticsHandler", "ReservedThreadExecutor",
			"AdaptiveExecutionStrategy", "ManagedSelector");

	private final Map<String, List<String>> values = new TreeMap<>();

	private JettySettings() {
	}

	static Map<String, String> of(Server server) {
		JettySettings settings = new JettySettings();
		settings.read(server);
		Collection<Object> beans = server.getContainedBeans(Object.class);
		beans.forEach(settings::read);
		for (Connector connector : server.getConnectors()) {
			connector.getConnectionFactories().forEach(settings::readFactory);
		}
		settings.addHandlers(server.getHandlers());
		Map<String, String> told = new TreeMap<>();
		settings.values.forEach((name, found) -> {
			// The same object may be found twice.
			told.put(name, new TreeSet<>(found).toString());
		});
		return told;
	}

	/** Their order, as well. */
	private void addHandlers(List<Handler> handlers) {
		for (Handler handler : handlers) {
			if (!nameOf(handler).isEmpty() && !LEFT_OUT.contains(nameOf(handler))) {
				add("handlers", this.values.getOrDefault("handlers", List.of()).size() + " " + nameOf(handler));
			}
			if (handler instanceof Handler.Singleton singleton && singleton.getHandler() != null) {
				addHandlers(List.of(singleton.getHandler()));
			}
		}
	}

	private void readFactory(ConnectionFactory factory) {
		read(factory);
		if (factory instanceof HttpConfiguration.ConnectionFactory http) {
			read(http.getHttpConfiguration());
			http.getHttpConfiguration().getCustomizers().forEach(this::read);
		}
		if (factory instanceof SslConnectionFactory tls) {
			read("SslContextFactory", tls.getSslContextFactory());
		}
	}

	private void read(Object source) {
		String name = nameOf(source);
		if (name.isEmpty() || LEFT_OUT.contains(name) || !source.getClass().getName().contains(".jetty.")) {
			return;
		}
		read(name, source);
	}

	private void read(String name, Object source) {
		for (Method getter : source.getClass().getMethods()) {
			if (getter.getParameterCount() == 0 && getter.getName().matches("(get|is)[A-Z].*")
					&& isPlain(getter.getReturnType()) && !DIFFERENT.contains(getter.getName())) {
				add(name + "." + getter.getName(), value(getter, source));
			}
		}
	}

	/** Ours stands for what it has replaced, or is more than there would be. */
	private static String nameOf(Object source) {
		Class<?> type = source.getClass();
		if (type.getName().startsWith(OURS)) {
			return (source instanceof HttpConnectionFactory) ? HttpConnectionFactory.class.getSimpleName() : "";
		}
		return type.getSimpleName();
	}

	private void add(String name, String value) {
		this.values.computeIfAbsent(name, (added) -> new ArrayList<>()).add(value);
	}

	private static boolean isPlain(Class<?> type) {
		return type.isPrimitive() || type == String.class || type == String[].class || type.isEnum()
				|| Number.class.isAssignableFrom(type) || type == Boolean.class;
	}

	private static String value(Method getter, Object source) {
		try {
			getter.setAccessible(true);
			Object value = getter.invoke(source);
			return (value instanceof String[] texts) ? Arrays.toString(texts) : String.valueOf(value);
		}
		catch (InvocationTargetException ex) {
			return ex.getCause().getClass().getName();
		}
		catch (IllegalAccessException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
