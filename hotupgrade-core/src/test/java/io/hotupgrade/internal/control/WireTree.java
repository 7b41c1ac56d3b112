package io.hotupgrade.internal.control;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The bytes of a value, and what they are as a block: its fields, each again such a
 * value. Read without the code that is tested.
 *
 * @param bytes the value
 * @param fields its fields by name; those without a name, which are the items of a list,
 * by their number; empty if it is not a block
 */
record WireTree(ByteBuffer bytes, Map<String, WireTree> fields) {

	static WireTree of(ByteBuffer bytes) {
		return new WireTree(bytes.slice(), fields(bytes.slice()));
	}

	/**
	 * What another release looks for has to be there and the same; there may be more.
	 */
	void assertHasAll(WireTree other) {
		if (this.bytes.equals(other.bytes)) {
			return;
		}
		assertThat(other.fields).as("a value differs that is no block").isNotEmpty();
		assertThat(this.fields.keySet()).containsAll(other.fields.keySet());
		other.fields.forEach((name, value) -> this.fields.get(name).assertHasAll(value));
	}

	private static Map<String, WireTree> fields(ByteBuffer block) {
		Map<String, WireTree> fields = new LinkedHashMap<>();
		if (block.remaining() < Short.BYTES) {
			return Map.of();
		}
		int count = Short.toUnsignedInt(block.getShort());
		for (int i = 0; i < count; i++) {
			ByteBuffer name = (block.remaining() >= Short.BYTES) ? next(block, Short.toUnsignedInt(block.getShort()))
					: null;
			ByteBuffer value = (name != null && block.remaining() >= Integer.BYTES) ? next(block, block.getInt())
					: null;
			if (value == null) {
				return Map.of();
			}
			String text = StandardCharsets.UTF_8.decode(name).toString();
			fields.put(text.isEmpty() ? "#" + i : text, of(value));
		}
		return block.hasRemaining() ? Map.of() : fields;
	}

	private static ByteBuffer next(ByteBuffer block, int length) {
		if (length < 0 || length > block.remaining()) {
			return null;
		}
		ByteBuffer next = block.slice(block.position(), length);
		block.position(block.position() + length);
		return next;
	}

}
