package io.hotupgrade.jetty;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;

import org.eclipse.jetty.io.ByteArrayEndPoint;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a factory of HTTP/1.1 passes on to its connections, in whichever version of Jetty.
 */
class ConnectionSettingsTests {

	private final ServerConnector connector = new ServerConnector(new Server());

	@Test
	void everySettingOfAFactoryIsThatOfTheOneWhichReplacesIt() throws Exception {
		HttpConnectionFactory factory = new HttpConnectionFactory();
		List<Method> setters = setters(HttpConnectionFactory.class);
		for (Method setter : setters) {
			Object current = getter(HttpConnectionFactory.class, setter).invoke(factory);
			setter.invoke(factory, (current instanceof Boolean on) ? (Object) !on : (Integer) current + 1);
		}
		HttpConnectionFactory replacement = new TrackedHttpConnection.Factory(factory);
		Connection made = factory.newConnection(this.connector, new ByteArrayEndPoint());
		Connection tracked = replacement.newConnection(this.connector, new ByteArrayEndPoint());
		for (Method setter : setters) {
			Method getter = getter(HttpConnectionFactory.class, setter);
			assertThat(getter.invoke(replacement)).as(getter.getName()).isEqualTo(getter.invoke(factory));
		}
		for (Method setter : setters(made.getClass())) {
			Method getter = getter(made.getClass(), setter);
			assertThat(getter.invoke(tracked)).as(getter.getName()).isEqualTo(getter.invoke(made));
		}
	}

	private static List<Method> setters(Class<?> type) {
		List<Method> setters = new ArrayList<>();
		for (Method method : type.getMethods()) {
			if (method.getName().startsWith("set") && method.getParameterCount() == 1
					&& (method.getParameterTypes()[0] == boolean.class || method.getParameterTypes()[0] == int.class)) {
				setters.add(method);
			}
		}
		assertThat(setters).isNotEmpty();
		return setters;
	}

	private static Method getter(Class<?> type, Method setter) throws NoSuchMethodException {
		String property = setter.getName().substring("set".length());
		return type.getMethod(((setter.getParameterTypes()[0] == boolean.class) ? "is" : "get") + property);
	}

}
