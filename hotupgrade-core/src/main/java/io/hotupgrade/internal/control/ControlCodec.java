package io.hotupgrade.internal.control;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.hotupgrade.UpgradeRecord;
import io.hotupgrade.internal.control.ControlMessage.Unknown;
import io.hotupgrade.internal.control.ControlMessage.Welcome;
import io.hotupgrade.internal.control.ControlMessage.WithHistory;

/**
 * Turns messages into bytes and back. Immutable and without I/O.
 * <p>
 * A frame is the body's length (unsigned 32-bit, big-endian) and the body: the type's
 * name (unsigned 16-bit length and UTF-8) followed by a block of fields, whose form
 * {@link FieldWriter} defines and {@link RecordFields} fills.
 */
public final class ControlCodec {

	/** The largest body of a frame, in bytes, unless the constructor is told another. */
	public static final int DEFAULT_LIMIT = 1024 * 1024;

	private static final Map<String, MessageFormat<?>> BY_NAME = MessageFormat.ALL.stream()
		.collect(Collectors.toUnmodifiableMap(MessageFormat::name, Function.identity()));

	private static final Map<Class<?>, MessageFormat<?>> BY_TYPE = MessageFormat.ALL.stream()
		.collect(Collectors.toUnmodifiableMap(MessageFormat::type, Function.identity()));

	private final int limit;

	public ControlCodec() {
		this(DEFAULT_LIMIT);
	}

	/**
	 * Creates a codec.
	 * @param limit the largest body of a frame, in bytes
	 */
	public ControlCodec(int limit) {
		this.limit = limit;
	}

	/**
	 * Writes a message. A {@linkplain WithHistory history} is shortened until it fits:
	 * first it loses the output of failed successors, then its oldest half, repeatedly.
	 * @param message the message
	 * @return the whole frame, ready to be read
	 * @throws ControlProtocolException if the message is larger than the limit
	 */
	public ByteBuffer encode(ControlMessage message) throws ControlProtocolException {
		ByteBuffer frame = frame(message);
		while (bodyLength(frame) > this.limit && message instanceof WithHistory telling
				&& !telling.history().isEmpty()) {
			message = telling.withHistory(less(telling.history()));
			frame = frame(message);
		}
		if (bodyLength(frame) > this.limit) {
			throw new ControlProtocolException(message.getClass().getSimpleName() + " takes " + bodyLength(frame)
					+ " bytes, and a frame at most " + this.limit + contents(message));
		}
		return frame;
	}

	/**
	 * Reads a message.
	 * @param body a frame's body, without its length; consumed
	 * @return the message; {@link Unknown} for a type that this release does not know, or
	 * one with a constant that it does not know
	 * @throws ControlProtocolException if the body is not a message; nothing else is
	 * thrown, whatever the bytes
	 */
	public ControlMessage decode(ByteBuffer body) throws ControlProtocolException {
		requireWithinLimit(Integer.toUnsignedLong(body.remaining()));
		String type = FieldReader.string(FieldReader.slice(body, FieldReader.unsignedShort(body)));
		FieldReader fields = FieldReader.of(FieldReader.slice(body, body.remaining()));
		MessageFormat<?> format = BY_NAME.get(type);
		return (format != null) ? read(format, fields) : new Unknown(type);
	}

	/** What only a later release can say is as good as a type that only that one has. */
	private static ControlMessage read(MessageFormat<?> format, FieldReader fields) throws ControlProtocolException {
		try {
			return format.fields().read(fields);
		}
		catch (UnknownConstantException ex) {
			return new Unknown(format.name());
		}
	}

	/**
	 * Checks the length at the beginning of a frame.
	 * @param length the announced length of the body
	 * @return the same
	 * @throws ControlProtocolException if it is larger than the limit
	 */
	int requireWithinLimit(long length) throws ControlProtocolException {
		if (length > this.limit) {
			throw new ControlProtocolException("A frame of %d bytes (0x%08x) is announced, and at most %d are allowed"
				.formatted(length, length, this.limit));
		}
		return (int) length;
	}

	/** What makes it so large; a command's arguments may be secret. */
	private static String contents(ControlMessage message) {
		if (!(message instanceof Welcome welcome)) {
			return "";
		}
		int command = welcome.command()
			.stream()
			.mapToInt((argument) -> argument.getBytes(StandardCharsets.UTF_8).length)
			.sum();
		return ": the %d arguments of the command line, which the successor needs for its own, have %d bytes; move long arguments into a file (java @file) and settings into a configuration file"
			.formatted(welcome.command().size(), command);
	}

	private static int bodyLength(ByteBuffer frame) {
		return frame.limit() - Integer.BYTES;
	}

	private static ByteBuffer frame(ControlMessage message) {
		MessageFormat<?> format = BY_TYPE.get(message.getClass());
		if (format == null) {
			throw new IllegalArgumentException("Only receivers make " + message);
		}
		byte[] type = format.name().getBytes(StandardCharsets.UTF_8);
		byte[] fields = format.write(message);
		return ByteBuffer.allocate(Integer.BYTES + Short.BYTES + type.length + fields.length)
			.putInt(Short.BYTES + type.length + fields.length)
			.putShort((short) type.length)
			.put(type)
			.put(fields)
			.flip();
	}

	private static List<UpgradeRecord> less(List<UpgradeRecord> history) {
		boolean output = history.stream().anyMatch((upgrade) -> !upgrade.ending().output().isEmpty());
		return output ? history.stream().map((upgrade) -> upgrade.with(upgrade.ending().withoutOutput())).toList()
				: history.subList(0, history.size() / 2);
	}

}
