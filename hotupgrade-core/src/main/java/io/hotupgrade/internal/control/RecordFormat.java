package io.hotupgrade.internal.control;

import java.util.Set;

import io.hotupgrade.UpgradeRecord;
import io.hotupgrade.server.ServerListener;

/**
 * A record: a block of its own, or, where it only groups components of the record that
 * has it, fields among those.
 *
 * @param <R> the record
 * @param fields its fields
 * @param inline whether they are not in a block of their own
 */
record RecordFormat<R>(Fields<R> fields, boolean inline) implements ComponentFormat<R> {

	/** So that the groups can change without a peer of another release noticing. */
	private static final Set<Class<?>> GROUPS = Set.of(UpgradeRecord.Identity.class, UpgradeRecord.Progress.class,
			UpgradeRecord.Ending.class);

	static RecordFormat<?> of(Class<?> type) {
		return new RecordFormat<>(fieldsOf(type), GROUPS.contains(type));
	}

	static RecordListFormat<?> listOf(Class<?> type) {
		return new RecordListFormat<>(fieldsOf(type));
	}

	private static Fields<?> fieldsOf(Class<?> type) {
		return (type == ServerListener.class) ? new ListenerFields() : RecordFields.of(type.asSubclass(Record.class));
	}

	@Override
	public void write(String name, R value, FieldWriter out) {
		if (this.inline) {
			this.fields.write(value, out);
		}
		else {
			out.nested(name, value, this.fields::write);
		}
	}

	@Override
	public R read(String name, FieldReader in) throws ControlProtocolException {
		return this.inline ? this.fields.read(in) : in.nested(name, this.fields::read);
	}

}
