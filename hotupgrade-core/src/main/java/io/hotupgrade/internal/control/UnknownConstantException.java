package io.hotupgrade.internal.control;

/**
 * A field has an enum constant that this release does not know.
 */
final class UnknownConstantException extends ControlProtocolException {

	private static final long serialVersionUID = 1L;

	UnknownConstantException(Class<?> type, String name) {
		super("No " + type.getSimpleName() + " of this release is called '" + name + "'");
	}

}
