package io.hotupgrade.internal.control;

import java.util.Optional;

/**
 * What may be absent: then there is no such field. It is also absent where a constant in
 * it, or it itself, is one that only a later release has.
 *
 * @param <T> what there may be
 * @param format its format
 */
record OptionalFormat<T>(ComponentFormat<T> format) implements ComponentFormat<Optional<T>> {

	@Override
	public void write(String name, Optional<T> value, FieldWriter out) {
		value.ifPresent((present) -> this.format.write(name, present, out));
	}

	@Override
	public Optional<T> read(String name, FieldReader in) throws ControlProtocolException {
		if (!in.has(name)) {
			return Optional.empty();
		}
		try {
			return Optional.of(this.format.read(name, in));
		}
		catch (UnknownConstantException ex) {
			return Optional.empty();
		}
	}

}
