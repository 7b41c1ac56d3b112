package io.hotupgrade.internal.control;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/**
 * How a record's component stands among the record's fields, by its type: a scalar or an
 * enum constant as text, another record as a nested block, and of these an
 * {@link Optional}, a list, or a map with enum constants as keys. What is missing reads
 * as nothing: zero, an empty text, the first constant, a record without fields.
 *
 * @param <T> the type
 */
interface ComponentFormat<T> {

	void write(String name, T value, FieldWriter out);

	/**
	 * Reads the component, or its default where there is no such field.
	 * @param name the field's name
	 * @param in the record's fields
	 * @return the component
	 * @throws ControlProtocolException if the value cannot be understood
	 */
	T read(String name, FieldReader in) throws ControlProtocolException;

	/**
	 * Finds the format of a type.
	 * @param type the type of a component
	 * @return its format
	 * @throws IllegalArgumentException if there is none
	 */
	static ComponentFormat<?> of(Type type) {
		return (type instanceof ParameterizedType generic) ? ofGeneric(generic) : ofClass((Class<?>) type);
	}

	private static ComponentFormat<?> ofClass(Class<?> type) {
		if (type.isEnum()) {
			return ConstantFormat.of(type);
		}
		if (type.isRecord()) {
			return RecordFormat.of(type);
		}
		return TextFormat.of(type).orElseThrow(() -> noneFor(type));
	}

	private static ComponentFormat<?> ofGeneric(ParameterizedType type) {
		Type[] of = type.getActualTypeArguments();
		if (type.getRawType() == Optional.class) {
			return new OptionalFormat<>(of(of[0]));
		}
		if (type.getRawType() == List.class) {
			return (of[0] == String.class) ? new TextsFormat() : RecordFormat.listOf((Class<?>) of[0]);
		}
		if (type.getRawType() == Map.class && ((Class<?>) of[0]).isEnum()) {
			return ConstantMapFormat.of((Class<?>) of[0], of(of[1]));
		}
		if (type.getRawType() == SortedMap.class && of[0] == Long.class && of[1] == Long.class) {
			return new LatenciesFormat();
		}
		throw noneFor(type);
	}

	private static IllegalArgumentException noneFor(Type type) {
		return new IllegalArgumentException("A message has no form for a component of type " + type.getTypeName());
	}

}
