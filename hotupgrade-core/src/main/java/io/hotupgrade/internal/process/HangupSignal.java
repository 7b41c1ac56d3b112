package io.hotupgrade.internal.process;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;

import io.hotupgrade.internal.log.EngineLog;
import org.jspecify.annotations.Nullable;

/**
 * SIGHUP, handled by this process in place of the JVM, which would end it.
 * <p>
 * The JDK has no other way than {@code sun.misc.Signal}, of the module
 * {@code jdk.unsupported}. It is called by reflection: the compiler warns of it and lets
 * nobody suppress that, and a runtime image may do without that module.
 */
public final class HangupSignal implements AutoCloseable {

	private static final EngineLog logger = EngineLog.of(HangupSignal.class);

	private static final String NAME = "HUP";

	private final @Nullable Object previous;

	private HangupSignal(@Nullable Object previous) {
		this.previous = previous;
	}

	/**
	 * Handles the signal from now on. Where that is not possible, says so and leaves
	 * things as they are.
	 * @param action what to do at each signal; called on a thread of its own
	 * @return ends that
	 */
	public static HangupSignal handle(Runnable action) {
		try {
			Class<?> handlerType = Class.forName("sun.misc.SignalHandler");
			Object previous = install(Proxy.newProxyInstance(HangupSignal.class.getClassLoader(),
					new Class<?>[] { handlerType }, handlerOf(action)));
			if (previous != null && previous.equals(handlerType.getField("SIG_IGN").get(null))) {
				logger.warn("SIGHUP starts no upgrade: this process ignores it, as one does that was started by nohup; "
						+ "start it without, or use the endpoint");
			}
			return new HangupSignal(previous);
		}
		catch (InvocationTargetException ex) {
			logger.warn("SIGHUP starts no upgrade, because the JVM does not hand it over ({}); remove the option -Xrs, "
					+ "or use the endpoint", ex.getCause().getMessage());
		}
		catch (ReflectiveOperationException ex) {
			logger.warn("SIGHUP starts no upgrade, because this Java runtime has no module jdk.unsupported ({}); "
					+ "add it, or use the endpoint", ex.toString());
		}
		return new HangupSignal(null);
	}

	private static InvocationHandler handlerOf(Runnable action) {
		return (proxy, method, arguments) -> switch (method.getName()) {
			case "handle" -> {
				action.run();
				yield null;
			}
			case "equals" -> proxy == arguments[0];
			case "hashCode" -> System.identityHashCode(proxy);
			default -> "the action at SIGHUP";
		};
	}

	private static Object install(Object handler) throws ReflectiveOperationException {
		Class<?> signalType = Class.forName("sun.misc.Signal");
		Object signal = signalType.getConstructor(String.class).newInstance(NAME);
		return signalType.getMethod("handle", signalType, Class.forName("sun.misc.SignalHandler"))
			.invoke(null, signal, handler);
	}

	/**
	 * Gives the signal back to whoever had it before.
	 */
	@Override
	public void close() {
		if (this.previous == null) {
			return;
		}
		try {
			install(this.previous);
		}
		catch (ReflectiveOperationException ex) {
			logger.debug("SIGHUP cannot be given back", ex);
		}
	}

}
