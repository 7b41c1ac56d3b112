package io.hotupgrade.undertow;

import java.lang.invoke.MethodType;
import java.lang.reflect.Field;

import org.jspecify.annotations.Nullable;

/**
 * A private field of Undertow's, which another version may not have.
 *
 * @param <T> its type
 */
final class FieldByName<T> {

	private final Class<T> type;

	/** Is {@code null} in a version without it. */
	private final @Nullable Field field;

	private FieldByName(Class<T> type, @Nullable Field field) {
		this.type = type;
		this.field = field;
	}

	/**
	 * Looks for a field.
	 * @param <T> its type
	 * @param owner the class that has it, or inherits it
	 * @param name its name
	 * @param type its type or one above; of a primitive one, the class that wraps it
	 * @return the field, whether it {@linkplain #exists() exists} or not
	 */
	static <T> FieldByName<T> of(Class<?> owner, String name, Class<T> type) {
		for (Class<?> declaring = owner; declaring != null; declaring = declaring.getSuperclass()) {
			for (Field field : declaring.getDeclaredFields()) {
				if (field.getName().equals(name)) {
					boolean usable = type.isAssignableFrom(wrapper(field.getType())) && field.trySetAccessible();
					return new FieldByName<>(type, usable ? field : null);
				}
			}
		}
		return new FieldByName<>(type, null);
	}

	private static Class<?> wrapper(Class<?> declared) {
		return MethodType.methodType(declared).wrap().returnType();
	}

	boolean exists() {
		return this.field != null;
	}

	/**
	 * Reads the field.
	 * @param object whose
	 * @return its value
	 * @throws IllegalStateException if it does not exist
	 */
	T read(Object object) {
		if (this.field == null) {
			throw new IllegalStateException(
					"There is no such field of type " + this.type.getName() + " in " + object.getClass().getName());
		}
		try {
			return this.type.cast(this.field.get(object));
		}
		catch (IllegalAccessException ex) {
			throw new IllegalStateException(this.field + " cannot be read", ex);
		}
	}

}
