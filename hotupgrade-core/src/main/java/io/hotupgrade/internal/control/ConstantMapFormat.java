package io.hotupgrade.internal.control;

import java.util.EnumMap;
import java.util.Map;

/**
 * A map whose keys are enum constants: a block with a field for each, in the order of the
 * constants. A key that only a later release has is left out.
 *
 * @param <K> the enum
 * @param <V> the values
 * @param type the enum
 * @param format the values' format
 */
record ConstantMapFormat<K extends Enum<K>, V>(Class<K> type,
		ComponentFormat<V> format) implements ComponentFormat<Map<K, V>> {

	@SuppressWarnings({ "unchecked", "rawtypes" })
	static ConstantMapFormat<?, ?> of(Class<?> type, ComponentFormat<?> format) {
		return new ConstantMapFormat(type, format);
	}

	@Override
	public void write(String name, Map<K, V> map, FieldWriter out) {
		out.nested(name, map, (entries, block) -> {
			for (K key : this.type.getEnumConstants()) {
				if (entries.containsKey(key)) {
					this.format.write(key.name(), entries.get(key), block);
				}
			}
		});
	}

	@Override
	public Map<K, V> read(String name, FieldReader in) throws ControlProtocolException {
		return in.nested(name, this::entries);
	}

	private Map<K, V> entries(FieldReader block) throws ControlProtocolException {
		Map<K, V> map = new EnumMap<>(this.type);
		for (K key : this.type.getEnumConstants()) {
			if (block.has(key.name())) {
				map.put(key, this.format.read(key.name(), block));
			}
		}
		return map;
	}

}
