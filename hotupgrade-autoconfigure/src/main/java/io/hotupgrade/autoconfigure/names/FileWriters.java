package io.hotupgrade.autoconfigure.names;

import java.io.File;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.ApplicationPidFileWriter;
import org.springframework.boot.context.event.SpringApplicationEvent;
import org.springframework.context.ApplicationContext;
import org.springframework.util.Assert;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/**
 * Boot's writers of files with a process id or a port. Each writes as soon as its process
 * starts, whoever serves, and has the JVM delete the file at its exit, which cannot be
 * revoked. So it has to be replaced before it does either.
 */
final class FileWriters {

	private static final String HANDLER = "onApplicationEvent";

	private static final Set<String> PORT_FILE_WRITERS = Set.of(
			"org.springframework.boot.web.context.WebServerPortFileWriter",
			"org.springframework.boot.web.server.context.WebServerPortFileWriter");

	private final NameFiles files;

	FileWriters(NameFiles files) {
		this.files = files;
	}

	static boolean isWriter(Object listener) {
		return isWriterType(listener.getClass());
	}

	static boolean isWriterType(String name, ClassLoader classLoader) {
		try {
			return isWriterType(ClassUtils.forName(name, classLoader));
		}
		catch (ClassNotFoundException | LinkageError ex) {
			return false;
		}
	}

	private static boolean isWriterType(Class<?> type) {
		return ApplicationPidFileWriter.class.isAssignableFrom(type) || portFileWriter(type) != null;
	}

	/**
	 * Finds Boot's own writer among a type and its supertypes: it has another name in
	 * each generation of Boot, and Boot 4 has it only where there may be a server.
	 */
	private static @Nullable Class<?> portFileWriter(Class<?> type) {
		Class<?> candidate = type;
		while (candidate != null && !PORT_FILE_WRITERS.contains(candidate.getName())) {
			candidate = candidate.getSuperclass();
		}
		return candidate;
	}

	/**
	 * Finds what can stand in for a listener.
	 * @param listener any listener
	 * @return what to use in its place; empty if it is no writer, or one that does
	 * something of its own
	 */
	Optional<Object> standIn(Object listener) {
		if (listener instanceof ApplicationPidFileWriter writer
				&& handles(writer, ApplicationPidFileWriter.class, SpringApplicationEvent.class)) {
			return Optional.of(new PidFileListener(this.files, (Class<?>) read(writer, "triggerEventType"),
					(File) read(writer, "file"), writer.getOrder()));
		}
		Class<?> portFileWriter = portFileWriter(listener.getClass());
		if (portFileWriter != null && handlesServers(listener, portFileWriter)) {
			return Optional.of(new PortFileListener(this.files, (context) -> choose(listener, context)));
		}
		return Optional.empty();
	}

	private static boolean handles(Object writer, Class<?> type, Class<?> event) {
		Method handler = ReflectionUtils.findMethod(writer.getClass(), HANDLER, event);
		return handler != null && handler.getDeclaringClass() == type;
	}

	private static boolean handlesServers(Object writer, Class<?> type) {
		return Stream.of(type.getMethods())
			.filter((method) -> method.getName().equals(HANDLER) && !method.isBridge())
			.allMatch((method) -> handles(writer, type, method.getParameterTypes()[0]));
	}

	private static Object read(ApplicationPidFileWriter writer, String name) {
		Field field = ReflectionUtils.findField(ApplicationPidFileWriter.class, name);
		Assert.state(field != null, () -> "ApplicationPidFileWriter has no field " + name);
		ReflectionUtils.makeAccessible(field);
		Object value = ReflectionUtils.getField(field, writer);
		Assert.state(value != null, () -> "ApplicationPidFileWriter has no " + name);
		return value;
	}

	/** As the writer itself does, and any subclass of it. */
	private static File choose(Object writer, ApplicationContext context) {
		Method choice = ReflectionUtils.findMethod(writer.getClass(), "getPortFile", ApplicationContext.class);
		Assert.state(choice != null, "WebServerPortFileWriter has no method getPortFile");
		ReflectionUtils.makeAccessible(choice);
		return (File) ReflectionUtils.invokeMethod(choice, writer, context);
	}

}
