package io.hotupgrade.internal.control;

import java.util.Map;
import java.util.Optional;

import io.hotupgrade.UpgradePhase;

/**
 * An enum constant, by its name.
 *
 * @param <E> the enum
 * @param type the enum
 */
record ConstantFormat<E extends Enum<E>>(Class<E> type) implements ComponentFormat<E> {

	/**
	 * What stands in for a constant that only a later release has, so that a downgrade
	 * can still show the upgrade that it was told of.
	 */
	private static final Map<Class<?>, ? extends Enum<?>> STAND_INS = Map.of(UpgradePhase.class, UpgradePhase.SERVING);

	@SuppressWarnings({ "unchecked", "rawtypes" })
	static ConstantFormat<?> of(Class<?> type) {
		return new ConstantFormat(type);
	}

	@Override
	public void write(String name, E constant, FieldWriter out) {
		out.text(name, constant.name());
	}

	@Override
	public E read(String name, FieldReader in) throws ControlProtocolException {
		Optional<String> text = in.optional(name);
		if (text.isEmpty()) {
			return this.type.getEnumConstants()[0];
		}
		Optional<E> constant = FieldReader.constantOf(this.type, text.get())
			.or(() -> Optional.ofNullable(STAND_INS.get(this.type)).map(this.type::cast));
		if (constant.isEmpty()) {
			throw new UnknownConstantException(this.type, text.get());
		}
		return constant.get();
	}

}
