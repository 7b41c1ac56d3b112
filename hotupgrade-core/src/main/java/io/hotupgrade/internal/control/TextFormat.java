package io.hotupgrade.internal.control;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * A scalar, as text: numbers in decimal, instants and durations in ISO 8601.
 *
 * @param <T> the scalar's type
 * @param parser makes it of its text
 * @param missing what it is where there is no such field
 */
record TextFormat<T>(FieldReader.Parser<T> parser, T missing) implements ComponentFormat<T> {

	private static final Map<Class<?>, TextFormat<?>> BY_TYPE = Map.of(String.class,
			new TextFormat<>((text) -> text, ""), int.class, new TextFormat<>(Integer::valueOf, 0), Integer.class,
			new TextFormat<>(Integer::valueOf, 0), long.class, new TextFormat<>(Long::valueOf, 0L), boolean.class,
			new TextFormat<>(Boolean::valueOf, false), Instant.class, new TextFormat<>(Instant::parse, Instant.EPOCH),
			Duration.class, new TextFormat<>(Duration::parse, Duration.ZERO));

	static Optional<TextFormat<?>> of(Class<?> type) {
		return Optional.ofNullable(BY_TYPE.get(type));
	}

	@Override
	public void write(String name, T value, FieldWriter out) {
		out.text(name, value.toString());
	}

	@Override
	public T read(String name, FieldReader in) throws ControlProtocolException {
		return in.parse(name, this.parser).orElse(this.missing);
	}

}
