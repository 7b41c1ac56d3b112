package io.hotupgrade.internal.control;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads a block of fields that a {@link FieldWriter} wrote, possibly that of another
 * release: a missing field has its type's default value, and one that nobody asks for is
 * ignored. Lengths are checked against what is there, so a hostile one allocates nothing.
 */
final class FieldReader {

	private final Map<String, ByteBuffer> fields = new HashMap<>();

	private FieldReader() {
	}

	/**
	 * Reads a whole block.
	 * @param block the block and nothing else
	 * @return the reader of its fields
	 * @throws ControlProtocolException if it is not a block
	 */
	static FieldReader of(ByteBuffer block) throws ControlProtocolException {
		FieldReader reader = new FieldReader();
		int count = unsignedShort(block);
		for (int i = 0; i < count; i++) {
			String name = string(slice(block, unsignedShort(block)));
			if (reader.fields.put(name, value(block)) != null) {
				throw new ControlProtocolException("Field '" + name + "' appears twice");
			}
		}
		requireEnd(block);
		return reader;
	}

	static int unsignedShort(ByteBuffer block) throws ControlProtocolException {
		requireRemaining(block, Short.BYTES);
		return Short.toUnsignedInt(block.getShort());
	}

	static ByteBuffer slice(ByteBuffer block, long length) throws ControlProtocolException {
		requireRemaining(block, length);
		ByteBuffer slice = block.slice(block.position(), (int) length);
		block.position(block.position() + (int) length);
		return slice;
	}

	static String string(ByteBuffer bytes) throws ControlProtocolException {
		try {
			return StandardCharsets.UTF_8.newDecoder().decode(bytes.duplicate()).toString();
		}
		catch (CharacterCodingException ex) {
			throw new ControlProtocolException("Text is not UTF-8", ex);
		}
	}

	String text(String name) throws ControlProtocolException {
		return optional(name).orElse("");
	}

	Optional<String> optional(String name) throws ControlProtocolException {
		ByteBuffer value = this.fields.get(name);
		return (value != null) ? Optional.of(string(value)) : Optional.empty();
	}

	boolean has(String name) {
		return this.fields.containsKey(name);
	}

	long number(String name) throws ControlProtocolException {
		return parse(name, Long::parseLong).orElse(0L);
	}

	int integer(String name) throws ControlProtocolException {
		return parse(name, Integer::parseInt).orElse(0);
	}

	/**
	 * Parses a text field.
	 * @param <T> the value's type
	 * @param name the field's name
	 * @param parser throws a {@link RuntimeException} for text that it does not
	 * understand
	 * @return the value, or empty where there is no such field
	 * @throws ControlProtocolException if the text cannot be parsed
	 */
	<T> Optional<T> parse(String name, Parser<T> parser) throws ControlProtocolException {
		Optional<String> text = optional(name);
		if (text.isEmpty()) {
			return Optional.empty();
		}
		try {
			return Optional.of(parser.parse(text.get()));
		}
		catch (RuntimeException ex) {
			throw new ControlProtocolException("Field '" + name + "' has a value that cannot be understood", ex);
		}
	}

	/**
	 * Reads a nested record.
	 * @param <T> the record
	 * @param name the field's name
	 * @param format what reads it; given no fields at all where there is no such field
	 * @return the record
	 * @throws ControlProtocolException if the value is not a block
	 */
	<T> T nested(String name, Format<T> format) throws ControlProtocolException {
		ByteBuffer value = this.fields.get(name);
		return format.read((value != null) ? of(value.duplicate()) : new FieldReader());
	}

	<T> List<T> list(String name, Format<T> format) throws ControlProtocolException {
		List<T> list = new ArrayList<>();
		for (ByteBuffer item : items(name)) {
			list.add(format.read(of(item)));
		}
		return list;
	}

	List<String> texts(String name) throws ControlProtocolException {
		List<String> list = new ArrayList<>();
		for (ByteBuffer item : items(name)) {
			list.add(string(item));
		}
		return list;
	}

	static <E extends Enum<E>> Optional<E> constantOf(Class<E> type, String name) {
		for (E constant : type.getEnumConstants()) {
			if (constant.name().equals(name)) {
				return Optional.of(constant);
			}
		}
		return Optional.empty();
	}

	private List<ByteBuffer> items(String name) throws ControlProtocolException {
		ByteBuffer value = this.fields.get(name);
		if (value == null) {
			return List.of();
		}
		ByteBuffer block = value.duplicate();
		List<ByteBuffer> items = new ArrayList<>();
		int count = unsignedShort(block);
		for (int i = 0; i < count; i++) {
			slice(block, unsignedShort(block));
			items.add(value(block));
		}
		requireEnd(block);
		return items;
	}

	private static ByteBuffer value(ByteBuffer block) throws ControlProtocolException {
		requireRemaining(block, Integer.BYTES);
		return slice(block, Integer.toUnsignedLong(block.getInt()));
	}

	private static void requireRemaining(ByteBuffer block, long length) throws ControlProtocolException {
		if (block.remaining() < length) {
			throw new ControlProtocolException(
					"Truncated: " + length + " bytes announced, " + block.remaining() + " left");
		}
	}

	private static void requireEnd(ByteBuffer block) throws ControlProtocolException {
		if (block.hasRemaining()) {
			throw new ControlProtocolException(block.remaining() + " bytes follow the last field");
		}
	}

	/** Makes a value of text. */
	interface Parser<T> {

		T parse(String text);

	}

	/** Makes a record of fields. */
	interface Format<T> {

		T read(FieldReader fields) throws ControlProtocolException;

	}

}
