package io.hotupgrade.internal.control;

import java.util.Arrays;
import java.util.List;

import io.hotupgrade.FailureReason;
import io.hotupgrade.internal.control.ControlMessage.Failed;
import io.hotupgrade.internal.control.ControlMessage.Refused;
import io.hotupgrade.internal.control.ControlMessage.Unknown;

/**
 * One type of message. The names of the records and of their components are the protocol:
 * a running release knows no others.
 *
 * @param <M> the message
 * @param name the type's name on the wire
 * @param type the message's class
 * @param fields its fields
 */
record MessageFormat<M extends ControlMessage>(String name, Class<M> type, Fields<M> fields) {

	/** All types but {@link Unknown}, which has no fields of its own. */
	static final List<MessageFormat<?>> ALL = Arrays.stream(ControlMessage.class.getPermittedSubclasses())
		.filter((type) -> type != Unknown.class)
		.<MessageFormat<?>>map(MessageFormat::of)
		.toList();

	byte[] write(ControlMessage message) {
		FieldWriter out = new FieldWriter();
		this.fields.write(this.type.cast(message), out);
		return out.toByteArray();
	}

	@SuppressWarnings({ "unchecked", "rawtypes" })
	private static MessageFormat<?> of(Class<?> type) {
		return new MessageFormat(type.getSimpleName(), type, fieldsOf(type));
	}

	private static Fields<?> fieldsOf(Class<?> type) {
		if (type == Failed.class) {
			return new ReasonFields<>(RecordFields.of(Failed.class), FailureReason.class, FailureReason.START_FAILED,
					Failed::new);
		}
		if (type == Refused.class) {
			return new ReasonFields<>(RecordFields.of(Refused.class), PeerRefusal.class, PeerRefusal.UNKNOWN,
					Refused::new);
		}
		return RecordFields.of(type.asSubclass(Record.class));
	}

}
