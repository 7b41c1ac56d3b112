package io.hotupgrade.autoconfigure.exclusive;

import java.lang.reflect.Field;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import org.jspecify.annotations.Nullable;
import org.springframework.util.ReflectionUtils;

/**
 * The connections of a pool of HikariCP, which keep a database open in this process. The
 * pool is suspended, so that who asks for a connection waits, and then emptied.
 */
final class PoolResource implements HeldResource {

	private final HikariDataSource dataSource;

	private boolean suspended;

	PoolResource(HikariDataSource dataSource) {
		this.dataSource = dataSource;
	}

	/**
	 * Lets a pool be suspended that has not been started.
	 * @return whether it can be
	 */
	static boolean allowSuspension(HikariDataSource dataSource) {
		if (!dataSource.isAllowPoolSuspension()) {
			try {
				dataSource.setAllowPoolSuspension(true);
			}
			catch (IllegalStateException ex) {
				// It has been started, and nothing can be changed any more.
				return false;
			}
		}
		return true;
	}

	@Override
	public void release(Duration limit) throws Exception {
		long deadline = System.nanoTime() + limit.toNanos();
		HikariPoolMXBean pool = pool();
		if (pool == null) {
			return;
		}
		if (!this.suspended) {
			pool.suspendPool();
			this.suspended = true;
		}
		// One that is being made, or being closed, is not among those that are counted.
		awaitTasks(pool, "addConnectionExecutor", deadline);
		do {
			pool.softEvictConnections();
			awaitTasks(pool, "closeConnectionExecutor", deadline);
		}
		while (pool.getTotalConnections() > 0 && isBefore(deadline));
		if (pool.getTotalConnections() > 0) {
			throw new TimeoutException("%d of its connections are still in use after %d ms"
				.formatted(pool.getActiveConnections(), limit.toMillis()));
		}
	}

	@Override
	public void takeBack() {
		HikariPoolMXBean pool = pool();
		if (this.suspended && pool != null) {
			pool.resumePool();
		}
		this.suspended = false;
	}

	/** None before somebody has asked for a connection. */
	private @Nullable HikariPoolMXBean pool() {
		return this.dataSource.isClosed() ? null : this.dataSource.getHikariPoolMXBean();
	}

	/**
	 * Waits until a thread of the pool's has done what it has to do by now: it does one
	 * thing after the other.
	 */
	private static void awaitTasks(HikariPoolMXBean pool, String executor, long deadline) throws Exception {
		Field field = ReflectionUtils.findField(pool.getClass(), executor);
		if (field == null) {
			throw new IllegalStateException(
					"this version of HikariCP does not tell when a connection is closed (no field %s)"
						.formatted(executor));
		}
		ReflectionUtils.makeAccessible(field);
		ExecutorService thread = (ExecutorService) ReflectionUtils.getField(field, pool);
		if (thread != null) {
			CompletableFuture.runAsync(() -> {
			}, thread).get(Math.max(1, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
		}
	}

	private static boolean isBefore(long deadline) {
		return System.nanoTime() - deadline < 0;
	}

}
