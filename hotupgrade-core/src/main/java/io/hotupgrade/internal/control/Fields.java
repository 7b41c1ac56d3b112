package io.hotupgrade.internal.control;

/**
 * The fields of values of one type, in a block of their own.
 *
 * @param <T> the type
 */
interface Fields<T> {

	void write(T value, FieldWriter out);

	/**
	 * Makes a value of fields, possibly those that another release has written.
	 * @param in the fields; one that is missing gives a default, and others are ignored
	 * @return the value
	 * @throws UnknownConstantException if one has a constant that only a later release
	 * has, and for which nothing can stand in
	 * @throws ControlProtocolException if a value is malformed
	 */
	T read(FieldReader in) throws ControlProtocolException;

}
