package io.hotupgrade.server.support;

import java.lang.reflect.Field;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads private fields of a server's classes, where it keeps what it gives nobody.
 *
 * @since 0.1.0
 */
public final class FieldByType {

	private static final Logger logger = LoggerFactory.getLogger(FieldByType.class);

	private static final Map<Key, Optional<Field>> known = new ConcurrentHashMap<>();

	private FieldByType() {
	}

	/**
	 * Reads the field of an object that has a type.
	 * @param <T> the type
	 * @param object the object, or {@code null}
	 * @param type the field's declared type
	 * @return the field's value, or {@code null} if there is no such field
	 */
	public static <T> @Nullable T read(Object object, Class<T> type) {
		if (object == null) {
			return null;
		}
		Optional<Field> field = known.computeIfAbsent(new Key(object.getClass(), type), FieldByType::find);
		try {
			return field.isPresent() ? type.cast(field.get().get(object)) : null;
		}
		catch (ReflectiveOperationException | RuntimeException ex) {
			logger.debug("The field of type {} of {} cannot be read", type.getName(), object, ex);
			return null;
		}
	}

	private static Optional<Field> find(Key key) {
		for (Class<?> owner = key.owner(); owner != null; owner = owner.getSuperclass()) {
			for (Field field : owner.getDeclaredFields()) {
				if (field.getType() == key.type()) {
					return field.trySetAccessible() ? Optional.of(field) : Optional.empty();
				}
			}
		}
		return Optional.empty();
	}

	private record Key(Class<?> owner, Class<?> type) {

	}

}
