package io.hotupgrade.internal.control;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;

/**
 * The fields of a record: its components, under their names. The names are the protocol:
 * a component that is renamed is another one to a peer of another release. A new
 * component needs nothing but itself here; {@link ComponentFormat} says which types it
 * may have, and what it is where a peer does not send it.
 *
 * @param <R> the record
 */
final class RecordFields<R extends Record> implements Fields<R> {

	private final Constructor<R> constructor;

	private final List<Component> components;

	private RecordFields(Constructor<R> constructor, List<Component> components) {
		this.constructor = constructor;
		this.components = components;
	}

	/**
	 * Looks at a record.
	 * @param <R> the record
	 * @param type the record
	 * @return its fields
	 * @throws IllegalArgumentException if it has a component that cannot be sent
	 */
	static <R extends Record> RecordFields<R> of(Class<R> type) {
		RecordComponent[] components = type.getRecordComponents();
		Class<?>[] types = Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
		try {
			return new RecordFields<>(type.getDeclaredConstructor(types),
					Arrays.stream(components).map(Component::of).toList());
		}
		catch (NoSuchMethodException ex) {
			throw new IllegalStateException("A record has a canonical constructor", ex);
		}
	}

	@Override
	public void write(R value, FieldWriter out) {
		this.components.forEach((component) -> component.write(value, out));
	}

	@Override
	public R read(FieldReader in) throws ControlProtocolException {
		Object[] values = new Object[this.components.size()];
		for (int i = 0; i < values.length; i++) {
			values[i] = this.components.get(i).read(in);
		}
		try {
			return this.constructor.newInstance(values);
		}
		catch (InvocationTargetException ex) {
			throw new ControlProtocolException(
					"The fields do not make a " + this.constructor.getDeclaringClass().getSimpleName(), ex.getCause());
		}
		catch (ReflectiveOperationException ex) {
			throw unreachable(ex);
		}
	}

	private static IllegalStateException unreachable(ReflectiveOperationException ex) {
		return new IllegalStateException("Records that are sent, and their constructors, are public", ex);
	}

	/**
	 * One component of a record.
	 *
	 * @param name its name
	 * @param accessor reads it
	 * @param format its format
	 */
	private record Component(String name, Method accessor, ComponentFormat<Object> format) {

		@SuppressWarnings("unchecked")
		static Component of(RecordComponent component) {
			return new Component(component.getName(), component.getAccessor(),
					(ComponentFormat<Object>) ComponentFormat.of(component.getGenericType()));
		}

		void write(Record value, FieldWriter out) {
			try {
				this.format.write(this.name, this.accessor.invoke(value), out);
			}
			catch (ReflectiveOperationException ex) {
				throw unreachable(ex);
			}
		}

		Object read(FieldReader in) throws ControlProtocolException {
			return this.format.read(this.name, in);
		}

	}

}
