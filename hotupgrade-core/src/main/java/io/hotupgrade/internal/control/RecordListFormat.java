package io.hotupgrade.internal.control;

import java.util.List;

/**
 * A list of records.
 *
 * @param <R> the record
 * @param fields its fields
 */
record RecordListFormat<R>(Fields<R> fields) implements ComponentFormat<List<R>> {

	@Override
	public void write(String name, List<R> records, FieldWriter out) {
		out.list(name, records, this.fields::write);
	}

	@Override
	public List<R> read(String name, FieldReader in) throws ControlProtocolException {
		return in.list(name, this.fields::read);
	}

}
