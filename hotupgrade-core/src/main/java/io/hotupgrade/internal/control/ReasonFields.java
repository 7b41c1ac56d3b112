package io.hotupgrade.internal.control;

import java.util.Optional;
import java.util.function.BiFunction;

/**
 * The fields of a message that has nothing but a reason for programs and a message for
 * people. A reason that only a later release has is kept as the beginning of the message.
 *
 * @param <M> the message
 * @param <E> the reasons
 * @param record the fields
 * @param type the reasons
 * @param unknown the reason that stands in for one that is not known
 * @param constructor makes the message
 */
record ReasonFields<M extends Record, E extends Enum<E>>(Fields<M> record, Class<E> type, E unknown,
		BiFunction<E, String, M> constructor) implements Fields<M> {

	@Override
	public void write(M value, FieldWriter out) {
		this.record.write(value, out);
	}

	@Override
	public M read(FieldReader in) throws ControlProtocolException {
		String reason = in.text("reason");
		String message = in.text("message");
		Optional<E> known = FieldReader.constantOf(this.type, reason);
		return this.constructor.apply(known.orElse(this.unknown),
				(known.isPresent() || reason.isEmpty()) ? message : reason + ": " + message);
	}

}
