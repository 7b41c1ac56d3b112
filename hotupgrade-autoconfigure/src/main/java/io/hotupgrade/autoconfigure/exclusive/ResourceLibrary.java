package io.hotupgrade.autoconfigure.exclusive;

import java.sql.SQLException;
import java.util.Optional;

import com.zaxxer.hikari.HikariDataSource;
import io.hotupgrade.ExclusiveResource;
import org.springframework.context.Lifecycle;
import org.springframework.util.ClassUtils;

/**
 * The kinds of beans that can be let go of. HikariCP need not be there.
 */
final class ResourceLibrary {

	private static final boolean POOLS = ClassUtils.isPresent("com.zaxxer.hikari.HikariDataSource",
			ResourceLibrary.class.getClassLoader());

	private ResourceLibrary() {
	}

	/**
	 * Whether a bean has its resource from the moment it is created, not from a later
	 * start on.
	 */
	static boolean isHadWhenCreated(Class<?> type) {
		return !Lifecycle.class.isAssignableFrom(type);
	}

	/**
	 * Prepares a bean for being let go of, before it is used.
	 * @return whether it can be
	 */
	static boolean prepare(Object bean) {
		return !(POOLS && Pools.isPool(bean)) || Pools.prepare(bean);
	}

	/**
	 * Tells how to let go of a bean.
	 * @return empty if it is of no kind that can be
	 */
	static Optional<HeldResource> of(Object bean) {
		if (bean instanceof ExclusiveResource exclusive) {
			return Optional.of(new PlainResource(exclusive));
		}
		if (POOLS && bean instanceof java.sql.Wrapper wrapper) {
			Optional<HeldResource> pool = Pools.of(wrapper);
			if (pool.isPresent()) {
				return pool;
			}
		}
		return (bean instanceof Lifecycle lifecycle) ? Optional.of(new LifecycleResource(lifecycle)) : Optional.empty();
	}

	/**
	 * Linked only where HikariCP is there.
	 */
	private static final class Pools {

		private Pools() {
		}

		static boolean isPool(Object bean) {
			return bean instanceof HikariDataSource;
		}

		static boolean prepare(Object bean) {
			return PoolResource.allowSuspension((HikariDataSource) bean);
		}

		static Optional<HeldResource> of(java.sql.Wrapper bean) {
			try {
				return bean.isWrapperFor(HikariDataSource.class)
						? Optional.of(new PoolResource(bean.unwrap(HikariDataSource.class))) : Optional.empty();
			}
			catch (SQLException ex) {
				return Optional.empty();
			}
		}

	}

}
