package io.hotupgrade.autoconfigure.server;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import jakarta.servlet.ServletContext;
import org.apache.catalina.Container;
import org.apache.catalina.Context;
import org.apache.catalina.Valve;
import org.apache.catalina.connector.Connector;
import org.apache.coyote.AbstractProtocol;
import org.apache.coyote.UpgradeProtocol;
import org.apache.coyote.http11.AbstractHttp11Protocol;
import org.apache.tomcat.util.net.AbstractEndpoint;
import org.apache.tomcat.util.net.SSLHostConfig;
import org.apache.tomcat.util.net.SSLHostConfigCertificate;

/**
 * All that a running connector, and what is behind it, tells of its settings.
 */
final class TomcatSettings {

	/** What differs from one start to the next, or is meant to. */
	private static final Set<String> DIFFERENT = Set.of("getName", "getNameIndex", "getLocalPort",
			"getProtocolHandlerClassName", "getProtocol", "getConnectionCount", "getCurrentThreadCount",
			"getCurrentThreadsBusy", "getWaitingProcessorCount", "getKeepAliveCount", "getStartTime", "getDomain",
			"getDomainInternal", "getDocBase", "getWorkDir", "getWorkPath", "getStartupTime", "getTldScanTime",
			"getLogName", "getMaxTime", "getMinTime", "getProcessingTime");

	private final Map<String, String> values = new TreeMap<>();

	private TomcatSettings() {
	}

	static Map<String, String> of(Connector connector) {
		TomcatSettings settings = new TomcatSettings();
		AbstractHttp11Protocol<?> protocol = (AbstractHttp11Protocol<?>) connector.getProtocolHandler();
		settings.read("connector", connector);
		settings.read("protocol", protocol);
		AbstractEndpoint<?, ?> endpoint = endpoint(protocol);
		settings.read("endpoint", endpoint);
		settings.read("socket", endpoint.getSocketProperties());
		settings.values.put("executor", protocol.getExecutor().getClass().getName());
		for (SSLHostConfig host : protocol.findSslHostConfigs()) {
			settings.read("host", host);
			for (SSLHostConfigCertificate certificate : host.getCertificates()) {
				settings.read("certificate", certificate);
			}
		}
		for (UpgradeProtocol upgrade : protocol.findUpgradeProtocols()) {
			settings.read("upgrade", upgrade);
		}
		for (Container host : connector.getService().getContainer().findChildren()) {
			for (Container context : host.findChildren()) {
				settings.readContext((Context) context);
			}
		}
		for (Valve valve : connector.getService().getContainer().getPipeline().getValves()) {
			settings.read(valve.getClass().getSimpleName(), valve);
		}
		return settings.values;
	}

	private void readContext(Context context) {
		read("context", context);
		read("resources", context.getResources());
		read("manager", context.getManager());
		read("cookies", context.getCookieProcessor());
		ServletContext servlets = context.getServletContext();
		read("cookie", servlets.getSessionCookieConfig());
		this.values.put("context.cookie", String.valueOf(servlets.getSessionCookieConfig().getName()));
		this.values.put("context.tracking", String.valueOf(servlets.getEffectiveSessionTrackingModes()));
		Collections.list(servlets.getInitParameterNames())
			.forEach((name) -> this.values.put("context.parameter." + name, servlets.getInitParameter(name)));
	}

	private static AbstractEndpoint<?, ?> endpoint(AbstractProtocol<?> protocol) {
		try {
			Method method = AbstractProtocol.class.getDeclaredMethod("getEndpoint");
			method.setAccessible(true);
			return (AbstractEndpoint<?, ?>) method.invoke(protocol);
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private void read(String prefix, Object source) {
		for (Method getter : source.getClass().getMethods()) {
			if (getter.getParameterCount() == 0 && getter.getName().matches("(get|is)[A-Z].*")
					&& isPlain(getter.getReturnType()) && !DIFFERENT.contains(getter.getName())) {
				this.values.put(prefix + "." + getter.getName(), value(getter, source));
			}
		}
	}

	private static boolean isPlain(Class<?> type) {
		return type.isPrimitive() || type == String.class || type == String[].class || type.isEnum()
				|| Number.class.isAssignableFrom(type) || type == Boolean.class || type == InetAddress.class;
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
