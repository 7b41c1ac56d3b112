package io.hotupgrade.engine;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;

import io.hotupgrade.exclusive.ResourceHolder;
import io.hotupgrade.UpgradeListener;
import io.hotupgrade.internal.process.SuccessorProcess;
import io.hotupgrade.internal.steering.SocketSteering;
import io.hotupgrade.server.UpgradableServer;

/**
 * Stands before all that an upgrade makes use of, counts what is asked of it, and throws
 * in place of one of the answers.
 */
final class Breakable {

	private static final List<Class<?>> WRAPPED = List.of(SuccessorLink.class, SuccessorProcess.class);

	private final int number;

	private final Throwable failure;

	private boolean armed = true;

	private int calls;

	private String broken = "";

	/**
	 * Creates it.
	 * @param number which call fails, from 1 on
	 * @param failure what it throws
	 */
	Breakable(int number, Throwable failure) {
		this.number = number;
		this.failure = failure;
	}

	/**
	 * What has failed.
	 * @return the method; empty if there were not so many calls
	 */
	String broken() {
		return this.broken;
	}

	/**
	 * Lets every further call succeed.
	 */
	void disarm() {
		this.armed = false;
	}

	EngineScheduler scheduler(EngineScheduler target) {
		return wrap(EngineScheduler.class, target);
	}

	SuccessorLinks links(SuccessorLinks target) {
		return wrap(SuccessorLinks.class, target);
	}

	SocketSteering steering(SocketSteering target) {
		return wrap(SocketSteering.class, target);
	}

	UpgradableServer server(UpgradableServer target) {
		return wrap(UpgradableServer.class, target);
	}

	UpgradeListener listener(UpgradeListener target) {
		return wrap(UpgradeListener.class, target);
	}

	ResourceHolder resources(ResourceHolder target) {
		return wrap(ResourceHolder.class, target);
	}

	Runnable runnable(Runnable target) {
		return wrap(Runnable.class, target);
	}

	private <T> T wrap(Class<T> type, T target) {
		return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] { type },
				(proxy, method, arguments) -> answer(target, method, arguments)));
	}

	private Object answer(Object target, Method method, Object[] arguments) throws Throwable {
		if (method.getDeclaringClass() == Object.class) {
			return method.invoke(target, arguments);
		}
		if (++this.calls == this.number && this.armed) {
			this.broken = method.getDeclaringClass().getSimpleName() + "." + method.getName();
			throw this.failure;
		}
		try {
			return rewrap(method.getReturnType(), method.invoke(target, arguments));
		}
		catch (InvocationTargetException ex) {
			throw ex.getCause();
		}
	}

	private Object rewrap(Class<?> type, Object result) {
		return WRAPPED.contains(type) ? wrapAny(type, result) : result;
	}

	private <T> Object wrapAny(Class<T> type, Object result) {
		return wrap(type, type.cast(result));
	}

}
