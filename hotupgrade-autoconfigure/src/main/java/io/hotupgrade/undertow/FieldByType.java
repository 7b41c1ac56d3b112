package io.hotupgrade.undertow;

import java.lang.reflect.Field;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.util.ReflectionUtils;

/**
 * Reads private fields of Undertow's listeners, where it keeps what it gives nobody.
 */
final class FieldByType {

	private static final Log logger = LogFactory.getLog(FieldByType.class);

	private FieldByType() {
	}

	/**
	 * Reads the field of an object that has a type.
	 * @param <T> the type
	 * @param object the object, or {@code null}
	 * @param type the field's declared type
	 * @return the field's value, or {@code null} if there is no such field
	 */
	static <T> T read(Object object, Class<T> type) {
		Field field = (object != null) ? ReflectionUtils.findField(object.getClass(), null, type) : null;
		if (field == null) {
			return null;
		}
		try {
			field.setAccessible(true);
			return type.cast(field.get(object));
		}
		catch (ReflectiveOperationException | RuntimeException ex) {
			logger.debug("The field of type " + type.getName() + " of " + object + " cannot be read", ex);
			return null;
		}
	}

}
