package io.hotupgrade.internal.control;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Objects;
import java.util.function.BiConsumer;

/**
 * Writes a block of named fields: their number as an unsigned 16-bit integer, then for
 * each the name (unsigned 16-bit length and UTF-8) and the value (unsigned 32-bit length
 * and bytes). All integers are big-endian. A value is text, or again a block: that of a
 * nested record, or of a list, whose fields are its items, without names.
 */
final class FieldWriter {

	private static final int MAX_UNSIGNED_SHORT = 0xFFFF;

	private final ByteArrayOutputStream fields = new ByteArrayOutputStream();

	private int count;

	void text(String name, String value) {
		bytes(name, Objects.requireNonNull(value, name).getBytes(StandardCharsets.UTF_8));
	}

	void number(String name, long value) {
		text(name, Long.toString(value));
	}

	<T> void nested(String name, T value, BiConsumer<T, FieldWriter> format) {
		FieldWriter block = new FieldWriter();
		format.accept(value, block);
		bytes(name, block.toByteArray());
	}

	<T> void list(String name, Collection<T> items, BiConsumer<T, FieldWriter> format) {
		FieldWriter block = new FieldWriter();
		items.forEach((item) -> block.nested("", item, format));
		bytes(name, block.toByteArray());
	}

	void texts(String name, Collection<String> items) {
		FieldWriter block = new FieldWriter();
		items.forEach((item) -> block.text("", item));
		bytes(name, block.toByteArray());
	}

	byte[] toByteArray() {
		return ByteBuffer.allocate(Short.BYTES + this.fields.size())
			.putShort((short) this.count)
			.put(this.fields.toByteArray())
			.array();
	}

	private void bytes(String name, byte[] value) {
		if (++this.count > MAX_UNSIGNED_SHORT) {
			throw new IllegalArgumentException("A block holds at most " + MAX_UNSIGNED_SHORT + " fields or items");
		}
		byte[] nameBytes = name.getBytes(StandardCharsets.UTF_8);
		this.fields.writeBytes(ByteBuffer.allocate(Short.BYTES + nameBytes.length + Integer.BYTES)
			.putShort((short) nameBytes.length)
			.put(nameBytes)
			.putInt(value.length)
			.array());
		this.fields.writeBytes(value);
	}

}
