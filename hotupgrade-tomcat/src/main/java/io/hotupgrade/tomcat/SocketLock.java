package io.hotupgrade.tomcat;

import java.lang.reflect.Method;
import java.util.concurrent.locks.Lock;

import org.apache.tomcat.util.net.SocketWrapperBase;

/**
 * The lock that Tomcat holds while it works on a connection. Tomcat 10.1 and 11 declare
 * it with different types, so that it has to be looked up.
 */
final class SocketLock {

	private static final Method GET_LOCK = getLockMethod();

	private SocketLock() {
	}

	/**
	 * Runs a task while Tomcat does not work on a connection.
	 * @param wrapper what Tomcat knows of the connection
	 * @param task the task
	 * @return {@code false} if Tomcat is at work, and the task was not run
	 */
	static boolean runIfFree(SocketWrapperBase<?> wrapper, Runnable task) {
		Lock lock = of(wrapper);
		if (!lock.tryLock()) {
			return false;
		}
		try {
			task.run();
			return true;
		}
		finally {
			lock.unlock();
		}
	}

	private static Lock of(SocketWrapperBase<?> wrapper) {
		try {
			return (Lock) GET_LOCK.invoke(wrapper);
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static Method getLockMethod() {
		try {
			return SocketWrapperBase.class.getMethod("getLock");
		}
		catch (NoSuchMethodException ex) {
			throw new ExceptionInInitializerError(ex);
		}
	}

}
